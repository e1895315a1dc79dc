// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/PracticeBounds.h"

#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

QList<Bound> boundsOf(const QString& constraint)
{
    static const QRegularExpression kCompared(u"(?:\\.|\\(\\.\\)|string-length\\(\\.\\) - 4\\)\\), '-', "
                                              u"''\\)) ([<>]) (?:number\\(translate\\((?:concat\\()?)?"
                                              "(?:[./]*(?:\\w+/)*)(\\w+)"_s);
    static const QRegularExpression kOneOf(u"selected\\(\\.\\./(\\w+), \\.\\)"_s);
    QList<Bound> bounds;
    if (constraint.contains(u". <= today()"))
        bounds.append({Bound::NotAbove, u"today"_s});
    for (auto found = kCompared.globalMatch(constraint); found.hasNext();) {
        const auto match = found.next();
        bounds.append({match.captured(1) == u">" ? Bound::NotAbove : Bound::NotBelow, match.captured(2)});
    }
    if (const auto match = kOneOf.match(constraint); match.hasMatch())
        bounds.append({Bound::OneOf, match.captured(1)});
    return bounds;
}

}  // namespace prohori
