// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/CaseWords.h"

#include "forms/definition/FormDefinition.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

struct Sentence {
    const char* hint;
    const char* text;
};

/// Why a change was held back.
constexpr Sentence kRefusals[] = {
    // clang-format off
    {"four-eyes", QT_TRANSLATE_NOOP("Words", "nobody approves their own entries and changes")},
    {"wrong-role", QT_TRANSLATE_NOOP("Words", "the role of the writer does not do this")},
    {"wrong-scope", QT_TRANSLATE_NOOP("Words", "the case belongs to another district")},
    {"wrong-phase", QT_TRANSLATE_NOOP("Words", "the case was no longer in a state that allows this")},
    {"bad-approval", QT_TRANSLATE_NOOP("Words", "the approval does not fit the content it names")},
    {"revoked", QT_TRANSLATE_NOOP("Words", "the right of the writer had ended before")},
    {"bad-signature", QT_TRANSLATE_NOOP("Words", "the signature is not genuine")},
    {"unknown-author", QT_TRANSLATE_NOOP("Words", "the writer is not known")},
    {"missing-parent", QT_TRANSLATE_NOOP("Words", "an earlier change is still missing")},
    {"quarantined-parent", QT_TRANSLATE_NOOP("Words", "it follows a change that was held back")},
    {"broken-chain", QT_TRANSLATE_NOOP("Words", "it does not follow the change before it of the same station")},
    {"forked", QT_TRANSLATE_NOOP("Words", "its station had already given its number to another change")},
    {"unknown-form", QT_TRANSLATE_NOOP("Words", "it was written under a form that is not known here")},
    {"bad-content", QT_TRANSLATE_NOOP("Words", "what it says is not allowed in a case")},
    {"bad-form", QT_TRANSLATE_NOOP("Words", "it is not written as a change has to be")},
    // clang-format on
};

template <size_t N>
QString sentenceFor(const Sentence (&table)[N], const QString& hint)
{
    const auto* found = std::find_if(std::begin(table), std::end(table),
                                     [&](const Sentence& row) { return hint == QLatin1String(row.hint); });
    return found == std::end(table) ? QString() : CaseWords::tr(found->text);
}

}  // namespace

QString CaseWords::phase(RecordPhase phase)
{
    return label(u"workflow_state"_s, phaseName(phase));
}

QString CaseWords::role(Role role)
{
    return label(u"user_role"_s, roleName(role));
}

QString CaseWords::scope(const Scope& scope)
{
    return scope == kNationalScope ? tr("Ministry of Home Affairs") : label(u"districts"_s, scope);
}

QString CaseWords::gone(const GoneRecord& gone)
{
    return (gone.why == Removal::Void
                ? tr("void; its content was removed on %1, its number stays")
                : tr("moved to another district (%2); no longer on this computer since %1")
                      .arg(u"%1"_s, scope(gone.home)))
        .arg(moment(gone.since));
}

QString CaseWords::coming()
{
    return tr("on its way from the Ministry's server: arrives with the next syncs");
}

QString CaseWords::caseClass(const QString& code)
{
    return label(u"case_class"_s, code);
}

QString CaseWords::label(const QString& list, const QString& code)
{
    const ChoiceList* choices = officialForm()->list(list);
    const Choice* choice = choices ? choices->find(code) : nullptr;
    return choice ? choice->label.in(language()) : code;
}

QString CaseWords::number(qint64 number)
{
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return locale.toString(number);
}

QString CaseWords::moment(Instant moment)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(moment.msSinceEpoch), u"d MMM yyyy, HH:mm"_s);
}

QString CaseWords::date(const QString& isoDate)
{
    const QDate date = QDate::fromString(isoDate, Qt::ISODate);
    return date.isValid() ? QLocale().toString(date, u"d MMM yyyy"_s) : isoDate;
}

QString CaseWords::timeOfDay(Instant moment)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(moment.msSinceEpoch), u"HH:mm"_s);
}

QString CaseWords::language()
{
    return QLocale().language() == QLocale::Bengali ? u"bn"_s : u"en"_s;
}

QString CaseWords::act(ActKind kind)
{
    switch (kind) {
    case ActKind::Submit: return tr("Submitted");
    case ActKind::Return: return tr("Returned");
    case ActKind::Approve: return tr("Approved");
    case ActKind::Reopen: return tr("Reopened");
    case ActKind::HqQuery: return tr("Query from the Ministry");
    case ActKind::Accept: return tr("Accepted");
    case ActKind::Freeze: return tr("Frozen");
    case ActKind::Void: return tr("Made void");
    case ActKind::Merge: return tr("Merged");
    case ActKind::Recall: return tr("Recalled");
    case ActKind::ReviewLater: return tr("Later facts reviewed");
    }
    return {};
}

QString CaseWords::reason(const std::optional<ActKind>& act, const QString& code)
{
    const QString list = !act                  ? u"correction_reason"_s
                       : *act == ActKind::Void ? u"void_reason"_s
                                               : u"return_reason"_s;
    return label(list, code);
}

QString CaseWords::delivery(Delivery delivery)
{
    switch (delivery) {
    case Delivery::Unsent: return tr("only on this computer");
    case Delivery::Custody: return tr("at the Ministry's server");
    case Delivery::Safe: return tr("safe in a checked backup");
    case Delivery::Quarantined: return tr("held back");
    }
    return {};
}

QString CaseWords::refusal(const QString& code)
{
    const QString known = sentenceFor(kRefusals, code);
    return known.isEmpty() ? code : known;
}

}  // namespace prohori
