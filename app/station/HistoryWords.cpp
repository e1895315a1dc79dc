// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/HistoryWords.h"

#include "app/station/CaseWords.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// What was done with the offer of the case to another officer.
QString handoverWords(const QString& step)
{
    const QHash<QString, QString> words{{u"propose"_s, HistoryWords::tr("handover proposed")},
                                        {u"accept"_s, HistoryWords::tr("handover accepted")},
                                        {u"decline"_s, HistoryWords::tr("handover declined")},
                                        {u"withdraw"_s, HistoryWords::tr("handover withdrawn")}};
    return words.value(step, step);
}

/// What stands before a text that is no answer.
QString kindWords(const QString& what)
{
    const QHash<QString, QString> kinds{{u"remark"_s, HistoryWords::tr("remark: %1")},
                                        {u"note"_s, HistoryWords::tr("note: %1")},
                                        {u"query"_s, HistoryWords::tr("query: %1")},
                                        {u"attach"_s, HistoryWords::tr("file: %1")}};
    return kinds.value(what, u"%1"_s);
}

}  // namespace

std::optional<std::chrono::milliseconds> gapOf(const HistoryEntry& entry)
{
    if (!entry.received)
        return {};
    const std::chrono::milliseconds between(entry.received->msSinceEpoch - entry.claimed.msSinceEpoch);
    return between > kLateAfter || between.count() < 0 ? std::optional(between) : std::nullopt;
}

QString HistoryWords::reasons(const HistoryEntry& entry) const
{
    QStringList parts;
    for (const QString& code : entry.reasons)
        parts.append(CaseWords::reason(entry.act, code));
    if (entry.commentSealed)
        parts.append(tr("sealed"));
    else if (!entry.comment.isEmpty())
        parts.append(entry.comment);
    return parts.join(u"; "_s);
}

HistoryLine HistoryWords::ofChange(const HistoryEntry& entry) const
{
    if (entry.quarantined)
        return {tr("held back, of no effect"), {}, {}, CaseWords::refusal(entry.refusal)};
    const QString why = reasons(entry);
    if (entry.act)
        return {CaseWords::act(*entry.act), {}, {}, why};
    const bool moves = std::any_of(entry.fields.begin(), entry.fields.end(), [](const HistoryField& field) {
        return field.what.startsWith(u"move"_s);
    });
    return {why.isEmpty() ? QString()
            : moves       ? tr("to another district")
                          : tr("correction of what was approved"),
            {},
            {},
            why};
}

QString HistoryWords::text(quint32 field, const Answer& answer) const
{
    return answer.sealed ? tr("sealed") : m_words.text(field, answer);
}

HistoryLine HistoryWords::ofField(const HistoryField& field) const
{
    const QString place = m_words.place(field.path);
    HistoryLine line;
    if (field.path.group != 0)
        line.what = m_words.question(field.path);
    if (!place.isEmpty())
        line.what = tr("%1 (%2)").arg(line.what, place);
    if (field.what == u"set"_s || field.what == u"clear"_s) {
        line.from = text(field.path.field, field.from);
        line.to = text(field.path.field, field.to);
    } else if (field.what == u"add-row"_s) {
        line.to = tr("entry added");
    } else if (field.what == u"remove-row"_s) {
        line.to = tr("entry removed");
        line.why = CaseWords::label(u"correction_reason"_s, field.to.text);
    } else if (field.what == u"settle"_s) {
        line.to = tr("conflict decided");
        line.why = text(0, field.to);
    } else if (field.what == u"move-reason"_s) {
        line.what = tr("why it was declined");
        line.to = text(0, field.to);
    } else if (field.what.startsWith(u"move"_s)) {
        line.what = field.what == u"move-accepted"_s   ? tr("move accepted, district")
                  : field.what == u"move-declined"_s   ? tr("move declined, district")
                  : field.what == u"move-taken-back"_s ? tr("move taken back, district")
                                                       : tr("move proposed, district");
        line.from = CaseWords::scope(field.from.text);
        line.to = CaseWords::scope(field.to.text);
    } else if (field.what == u"handover"_s) {
        line.what = handoverWords(field.from.text);
        line.to = field.to.text.isEmpty() && !field.to.sealed ? QString() : text(0, field.to);
    } else if (field.what == u"handover-to"_s) {
        line.what = tr("officer in charge");
        line.from = field.from.text;
        line.to = field.to.text;
    } else if (field.what == u"unknown"_s) {
        line.what = tr("something that a newer program wrote");
    } else {
        line.to = kindWords(field.what).arg(text(0, field.to));
    }
    return line;
}

}  // namespace prohori
