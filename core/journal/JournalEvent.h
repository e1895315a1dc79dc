// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace prohori {

/** What a journal tells. Numbers travel and are never reused; names stand in the table of the station and in JSON.

    Each event has one writer, named here, and says what `reason` holds. A line has ids and codes only: never a value of a case.
    What is not in this list is not journalled.
*/
enum class JournalEvent : quint16 {
    Unknown = 0,  ///< of a later version; written by nobody
    /// "unlock": Station::signIn() of desktop and command line. Reason: "command" from the command line, where one line stands for an hour.
    Unlock = 1,
    /// "unlock-failed": Station::signIn(), at the next unlock of anybody; the person is whose password was tried. Reason:
    /// failedUnlocks(), or "counter-lost" (the file that counts while the station is locked was removed or altered; person 0 then).
    UnlockFailed = 2,
    Lock = 3,  ///< "lock": the desktop's session, when it ends
    IdentityOpened =
        4,  ///< "identity-opened": CaseDesk::openIdentities(), before it opens. Reason: why, a code of the list
    Printed = 5,  ///< "printed": whoever prints case data, before it leaves. Reason: which paper
    Exported =
        6,  ///< "exported": whoever writes data out of the store into a readable file, before he does. Reason: of what
    BackupMade = 7,  ///< "backup": Station::backup(), before it is made
    /// "new-replica": the store goes on as a new incarnation. Reason: "at-start" (restored, copied or set back), "by-hub".
    NewReplica = 8,
    PasswordChanged = 9,  ///< "password-changed": `station passwd`
    Joined = 10,          ///< "joined": the first person of a new station
    PersonAdded = 11,     ///< "person-added": by the member who let him in. Reason: the new person's number
    /// "posture": Station::signIn(), when it is another than it was. Reason: where the device secret lies: "keychain", "file", "none".
    Posture = 12,
    FolderWasOpen = 13,  ///< "folder-was-open": others could look into the store's folder; Station::signIn()
    /// "stick-written", "stick-read": StationBundles, before anything is written, or taken. Reason: for whom, or from whom: "hub", or the person's
    /// number.
    StickWritten = 14,
    StickRead = 15,
};

/// "identity-opened" and back; Unknown for a number or word that is not in the list.
QString journalEventName(JournalEvent event);
JournalEvent journalEventFromName(const QString& name);
JournalEvent journalEventFromNumber(qint64 number);
/// All but Unknown, in the order of their numbers.
QList<JournalEvent> allJournalEvents();
/// The codes that `reason` may hold; empty where it holds nothing or a number.
QStringList journalCodes(JournalEvent event);

/// "3-since-<ms since 1970>": so many failed attempts, the first at that moment.
QString failedUnlocks(int count, qint64 firstMs);

/** What may leave the station of a reason: the reason itself where it is one of the codes of its event or a number in the form that
    it has there; "text" for everything else, which stays in the station's own table; empty for none.
*/
QString journalCode(JournalEvent event, const QString& reason);
/// Whether this could be a code at all: up to kMaxJournalCode small letters, digits, dashes and underscores. What the hub lets in.
bool isJournalCode(const QString& code);
inline constexpr qsizetype kMaxJournalCode = 40;

}  // namespace prohori
