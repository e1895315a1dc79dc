// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/Pattern.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// What begins a group as only PCRE knows it, such as `(*ACCEPT)`, `(?R)`, `(?1)`, `(?C)`, `(?(1)…)`; empty
/// when there is none.
QString foreignGroup(const QString& pattern)
{
    bool inClass = false;
    for (qsizetype at = 0; at + 1 < pattern.size(); ++at) {
        const QChar unit = pattern[at];
        if (unit == u'\\') {
            ++at;
        } else if (inClass) {
            inClass = unit != u']';
        } else if (unit == u'[') {
            inClass = true;
        } else if (unit == u'(') {
            const QStringView next = QStringView(pattern).mid(at + 1, 2);
            const bool known = !next.startsWith(u'?') || (next.size() == 2 && u":=!<ims"_s.contains(next[1]));
            if (next.startsWith(u'*') || !known)
                return u'(' + next.toString();
        }
    }
    return {};
}

}  // namespace

Pattern compilePattern(const QString& pattern)
{
    if (pattern.size() > 4096)
        return {nullptr, u"it is too long"_s};
    if (const QString foreign = foreignGroup(pattern); !foreign.isEmpty())
        return {nullptr, u"other tools do not know "_s + foreign};
    // Alone first: inside the group below, a parenthesis too many would end the group.
    const QRegularExpression alone(pattern);
    if (!alone.isValid())
        return {nullptr, alone.errorString()};
    auto whole = std::make_shared<QRegularExpression>(u"(*LIMIT_MATCH=100000)\\A(?:"_s + pattern + u")\\z"_s,
                                                      QRegularExpression::DontCaptureOption);
    if (pattern.contains(u'\\') || !whole->isValid())
        whole->setPatternOptions(QRegularExpression::NoPatternOption);  // \1 needs its group
    if (!whole->isValid())
        return {nullptr, whole->errorString()};
    whole->optimize();
    return {whole, {}};
}

PatternMatch matchPattern(const QRegularExpression& compiled, const QString& text)
{
    const QRegularExpressionMatch match = compiled.match(text);
    if (!match.isValid())
        return PatternMatch::TooHard;
    return match.hasMatch() ? PatternMatch::Yes : PatternMatch::No;
}

}  // namespace prohori
