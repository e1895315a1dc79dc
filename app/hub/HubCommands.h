// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/base/Result.h"

#include <QCommandLineParser>
#include <QJsonValue>
#include <QStringList>

namespace prohori {

class HubFolder;

/// What the process ends with; scripts depend on these. The same as those of prohorictl.
enum Exit { Done = 0, Failed = 1, Usage = 2, LockedOut = 3, HubNotReached = 4, DamagedData = 5 };

/// Prints the sentence to standard error and gives the status of the error.
int fail(const Error& error);
/// Prints why the call is wrong and how it goes, and gives Exit::Usage.
int usage(const QString& why, const QString& synopsis);
/// A line to standard output, at once.
void printLine(const QString& text);
void printJson(const QJsonValue& value);

/// Reads options and exactly one positional word, HUBDIR. False when usage() has said why.
bool parseWords(QCommandLineParser& parser, const QStringList& words, const QString& synopsis);

int runInit(const QStringList& words, const Clock& clock);
int runCertify(const QStringList& words, const Clock& clock);
int runServe(const QStringList& words, const Clock& clock);
int runMigrate(const QStringList& words, const Clock& clock);
int runCheck(const QStringList& words, const Clock& clock);
int runBackup(const QStringList& words, const Clock& clock);
int runRestore(const QStringList& words, const Clock& clock);
int runSafe(const QStringList& words, const Clock& clock);
/// `restore` where the hub is in PostgreSQL, which has brought the database back by itself.
int noteRestoredDatabase(HubFolder& folder, const Clock& clock, bool json);
int runBundle(const QStringList& words, const Clock& clock);
int runStats(const QStringList& words, const Clock& clock);

}  // namespace prohori
