// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/JournalEvent.h"

#include <QLatin1String>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// What a reason is, besides a code of the list.
enum class Number { None, FailedUnlocks, Person };

struct Kind {
    JournalEvent event;
    QLatin1String name;
    const char* codes;  ///< between spaces
    Number number = Number::None;
};

constexpr Kind kKinds[] = {
    {JournalEvent::Unlock, "unlock"_L1, "command"},
    {JournalEvent::UnlockFailed, "unlock-failed"_L1, "counter-lost", Number::FailedUnlocks},
    {JournalEvent::Lock, "lock"_L1, ""},
    {JournalEvent::IdentityOpened, "identity-opened"_L1, "case_work review duplicate_check referral court"},
    {JournalEvent::Printed, "printed"_L1, "history register form list"},
    {JournalEvent::Exported, "exported"_L1, "journal cases history register paper"},
    {JournalEvent::BackupMade, "backup"_L1, ""},
    {JournalEvent::NewReplica, "new-replica"_L1, "at-start by-hub"},
    {JournalEvent::PasswordChanged, "password-changed"_L1, ""},
    {JournalEvent::Joined, "joined"_L1, ""},
    {JournalEvent::PersonAdded, "person-added"_L1, "", Number::Person},
    {JournalEvent::Posture, "posture"_L1, "keychain file none"},
    {JournalEvent::FolderWasOpen, "folder-was-open"_L1, ""},
    {JournalEvent::StickWritten, "stick-written"_L1, "hub", Number::Person},
    {JournalEvent::StickRead, "stick-read"_L1, "hub", Number::Person},
};

const QString kSince = u"-since-"_s;

const Kind* kindOf(JournalEvent event)
{
    const auto* found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                     [event](const Kind& kind) { return kind.event == event; });
    return found == std::end(kKinds) ? nullptr : found;
}

/// A whole number as it is written here: digits, no sign, none for nothing.
bool isNumber(QStringView text)
{
    constexpr qsizetype kMostDigits = 15;
    return !text.isEmpty() && text.size() <= kMostDigits
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

bool isNumberOf(Number number, QStringView reason)
{
    if (number == Number::Person)
        return isNumber(reason);
    const qsizetype at = reason.indexOf(kSince);
    return number == Number::FailedUnlocks && at > 0 && isNumber(reason.left(at))
        && isNumber(reason.mid(at + kSince.size()));
}

}  // namespace

QString journalEventName(JournalEvent event)
{
    const Kind* kind = kindOf(event);
    return kind ? QString(kind->name) : u"unknown"_s;
}

JournalEvent journalEventFromName(const QString& name)
{
    for (const Kind& kind : kKinds) {
        if (kind.name == name)
            return kind.event;
    }
    return JournalEvent::Unknown;
}

JournalEvent journalEventFromNumber(qint64 number)
{
    for (const Kind& kind : kKinds) {
        if (qint64(kind.event) == number)
            return kind.event;
    }
    return JournalEvent::Unknown;
}

QList<JournalEvent> allJournalEvents()
{
    QList<JournalEvent> all;
    for (const Kind& kind : kKinds)
        all.append(kind.event);
    return all;
}

QStringList journalCodes(JournalEvent event)
{
    const Kind* kind = kindOf(event);
    return kind ? QString::fromLatin1(kind->codes).split(u' ', Qt::SkipEmptyParts) : QStringList();
}

QString failedUnlocks(int count, qint64 firstMs)
{
    return QString::number(count) + kSince + QString::number(firstMs);
}

QString journalCode(JournalEvent event, const QString& reason)
{
    if (reason.isEmpty())
        return {};
    const Kind* kind = kindOf(event);
    const bool isCode = kind && (journalCodes(event).contains(reason) || isNumberOf(kind->number, reason));
    return isCode ? reason : u"text"_s;
}

bool isJournalCode(const QString& code)
{
    return code.size() <= kMaxJournalCode && std::all_of(code.begin(), code.end(), [](QChar c) {
               return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'_';
           });
}

}  // namespace prohori
