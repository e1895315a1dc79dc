// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/base/Result.h"
#include "core/secrets/SecretBytes.h"

#include <QCommandLineParser>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <functional>

namespace prohori {

/// What the process ends with; scripts depend on these.
enum Exit { Done = 0, Failed = 1, Usage = 2, LockedOut = 3, HubNotReached = 4, DamagedData = 5 };

/// The exit status that an error has.
int exitFor(const Error& error);
/// Prints the sentence to standard error and gives the status.
int fail(const Error& error);
/// Prints why the call is wrong and how it goes, and gives Exit::Usage.
int usage(const QString& why, const QString& synopsis);
/// One JSON value and a line end to standard output.
void printJson(const QJsonValue& value);
/// Text for people, to standard output.
void printText(const QString& text);

/** The words of one command: options, flags and what stands between them.

    Unknown options and missing values are reported with the synopsis; parse() then is false and the caller returns Exit::Usage.
*/
class CommandLine {
public:
    explicit CommandLine(QString synopsis) : m_synopsis(std::move(synopsis)) {}
    CommandLine& option(const QString& name);
    CommandLine& flag(const QString& name);
    /// @param least how many positional words are needed; @param most −1: any number.
    bool parse(const QStringList& words, int least, int most);

    QString at(int position) const { return m_parser.positionalArguments().value(position); }
    QStringList rest(int from) const { return m_parser.positionalArguments().mid(from); }
    bool has(const QString& name) const { return m_parser.isSet(name); }
    QString value(const QString& name) const { return m_parser.value(name); }
    QStringList values(const QString& name) const { return m_parser.values(name); }
    bool json() const
    {
        return m_parser.isSet(QStringLiteral("json")) || m_parser.isSet(QStringLiteral("ndjson"));
    }
    const QString& synopsis() const { return m_synopsis; }
    /// True when `name` was given; else says so and is false.
    bool require(const QString& name) const;

private:
    QString m_synopsis;
    QCommandLineParser m_parser;
};

/// Ends a command that is done: `json` where --json was given, else `text` for people (nothing when empty). Gives Exit::Done.
int tell(const CommandLine& line, const QJsonObject& json, const QString& text = {});
/// The same after what may have failed.
int tell(const CommandLine& line, const Result<>& outcome, const QJsonObject& json, const QString& text = {});
/// The password for a command: `file`, else $PROHORI_PASSWORD_FILE, else asked for at the terminal without echo.
Result<SecretBytes> passwordFrom(const QString& file);
/// Reads a file whole; NotFound or Storage with its name.
Result<QByteArray> readFile(const QString& path);
/// Writes aside, syncs, renames; mode 0600.
Result<> writeFile(const QString& path, const QByteArray& content);

int runAuthority(const QStringList& words, const Clock& clock);
int runStation(const QStringList& words, const Clock& clock);
/// `station backup`, `station backups`, `station restore`.
int runBackup(const QStringList& words, const Clock& clock);
int runBackups(const QStringList& words, const Clock& clock);
int runRestore(const QStringList& words, const Clock& clock);
int runCase(const QStringList& words, const Clock& clock);
/// `case annex`: the history of a case as PDF. DamagedData (and the file all the same) when a fault was found.
int runCaseAnnex(const QStringList& words, const Clock& clock);
/// `case upgrade`: brings a draft to the newest version of the form, or only tells what that would do.
int runCaseUpgrade(const QStringList& words, const Clock& clock);
/// `case move`, `case accept-move`, `case moves`: to another district.
int runCaseMove(const QStringList& words, const Clock& clock);
int runCaseAcceptMove(const QStringList& words, const Clock& clock);
int runCaseDeclineMove(const QStringList& words, const Clock& clock);
int runCaseMoves(const QStringList& words, const Clock& clock);
int runCaseGone(const QStringList& words, const Clock& clock);
int runCaseDuplicates(const QStringList& words, const Clock& clock);
/// `case attach`, `case papers`, `case paper`: the papers of a case.
int runAttach(const QStringList& words, const Clock& clock);
int runPapers(const QStringList& words, const Clock& clock);
int runPaper(const QStringList& words, const Clock& clock);
/// `case submit`, `case return` …: what is done to cases as a whole.
bool isCaseAct(const QString& word);
int runCaseAct(const QStringList& words, const Clock& clock);
int runConflict(const QStringList& words, const Clock& clock);
int runQuery(const QStringList& words, const Clock& clock);
int runHandover(const QStringList& words, const Clock& clock);
int runTask(const QStringList& words, const Clock& clock);
int runBundle(const QStringList& words, const Clock& clock);
int runJournal(const QStringList& words, const Clock& clock);
int runSync(const QStringList& words, const Clock& clock);
int runForm(const QStringList& words, const Clock& clock);
int runPractice(const QStringList& words, const Clock& clock);

}  // namespace prohori
