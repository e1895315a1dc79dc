// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QString>

namespace prohori {

/// A file from outside as it may become a paper of a case.
struct TakenPaper {
    QByteArray content;  ///< what is kept
    QString
        mediaType;  ///< image/jpeg, image/png, application/pdf, text/plain: by what is in it, never by its name
    QString shownName;          ///< paperName() of what it was called
    QByteArray originalHash;    ///< SHA-256 of what came in
    bool cleaned = false;       ///< place, device or comments were taken out: say so
    int width = 0, height = 0;  ///< of a picture
};

/** Looks a file over before it is taken (SEC-86, SEC-79), by its structure alone: nothing is decoded, nothing is run.

    JPEG, PNG, PDF and UTF-8 text; up to 20 MiB and 100 megapixels. Whatever else could be read out of the same bytes is refused: data
    after the end of a picture, another kind's beginning within the first KiB, scripts, launching or embedded files in a PDF. From
    pictures everything is left out that tells where, when and with what they were made; the picture itself is not touched.
    Invalid, with a hint: "too-big", "empty", "unknown-kind", "too-many-pixels", "damaged", "double", "active-pdf", "sealed-pdf".
*/
Result<TakenPaper> takePaper(const QByteArray& content, const QString& name);

/// A name for the eye: the last part of a path, no control or direction marks, at most 120 characters; "file" where nothing is left.
/// Never used as a name on the disk.
QString paperName(const QString& name);

}  // namespace prohori
