// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace prohori {

/// What a constraint of the form holds an answer to.
struct Bound {
    enum Kind { NotAbove, NotBelow, OneOf };
    Kind kind = NotAbove;
    QString other;  ///< name of the question, or `today`
};

/// The comparisons with other questions in a constraint, in order: those of the shapes that forms/FORMS.md describes.
QList<Bound> boundsOf(const QString& constraint);

}  // namespace prohori
