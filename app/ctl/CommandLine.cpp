// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/CommandLine.h"

#include "core/base/Json.h"
#include "core/secrets/Password.h"

#include <QFile>
#include <QSaveFile>
#include <QTextStream>

#include <termios.h>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

int exitFor(const Error& error)
{
    switch (error.code) {
    case ErrorCode::Locked: return LockedOut;
    case ErrorCode::Offline: return HubNotReached;
    case ErrorCode::Damaged: return DamagedData;
    default: return Failed;
    }
}

int fail(const Error& error)
{
    QTextStream(stderr) << error.detail << '\n';
    return exitFor(error);
}

int usage(const QString& why, const QString& synopsis)
{
    QTextStream(stderr) << why << "\nusage: prohorictl " << synopsis << '\n';
    return Usage;
}

void printJson(const QJsonValue& value)
{
    QTextStream(stdout) << QString::fromUtf8(writeJson(value)) << '\n';
}

void printText(const QString& text)
{
    QTextStream(stdout) << text << '\n';
}

CommandLine& CommandLine::option(const QString& name)
{
    m_parser.addOption(QCommandLineOption(name, {}, u"value"_s));
    return *this;
}

CommandLine& CommandLine::flag(const QString& name)
{
    m_parser.addOption(QCommandLineOption(name));
    return *this;
}

bool CommandLine::parse(const QStringList& words, int least, int most)
{
    for (const QString& common : {u"as"_s, u"password-file"_s})
        option(common);
    flag(u"json"_s).flag(u"ndjson"_s);
    if (!m_parser.parse(QStringList{u"prohorictl"_s} + words)) {
        usage(m_parser.errorText(), m_synopsis);
        return false;
    }
    const auto given = m_parser.positionalArguments().size();
    if (given < least || (most >= 0 && given > most)) {
        usage(given < least ? u"something is missing"_s : u"there is one word too many: '%1'"_s.arg(at(most)),
              m_synopsis);
        return false;
    }
    return true;
}

int tell(const CommandLine& line, const QJsonObject& json, const QString& text)
{
    if (line.json())
        printJson(json);
    else if (!text.isEmpty())
        printText(text);
    return Done;
}

int tell(const CommandLine& line, const Result<>& outcome, const QJsonObject& json, const QString& text)
{
    return outcome ? tell(line, json, text) : fail(outcome.error());
}

bool CommandLine::require(const QString& name) const
{
    if (has(name) && !value(name).isEmpty())
        return true;
    usage(u"--%1 is missing"_s.arg(name), m_synopsis);
    return false;
}

namespace {

/// One line from the terminal with the echo off.
SecretBytes askPassword()
{
    QTextStream(stderr) << "Password: " << Qt::flush;
    termios shown{};
    tcgetattr(STDIN_FILENO, &shown);
    termios hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    QByteArray line;
    char byte = 0;
    while (read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n')
        line.append(byte);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    QTextStream(stderr) << '\n';
    QString typed = QString::fromUtf8(line);
    line.fill('\0');
    SecretBytes password = normalisedPassword(typed);
    typed.fill(QChar(0));
    return password;
}

}  // namespace

Result<SecretBytes> passwordFrom(const QString& file)
{
    const QString path = file.isEmpty() ? qEnvironmentVariable("PROHORI_PASSWORD_FILE") : file;
    if (!path.isEmpty())
        return readPasswordFile(path);
    if (!isatty(STDIN_FILENO))
        return Error{ErrorCode::Locked,
                     u"a password is needed: give --password-file FILE or PROHORI_PASSWORD_FILE"_s};
    return askPassword();
}

Result<QByteArray> readFile(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return Error{ErrorCode::NotFound, u"there is no file %1"_s.arg(path)};
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Storage, u"%1 cannot be read: %2"_s.arg(path, file.errorString())};
    constexpr qint64 kMaxFile = 64 * 1024 * 1024;
    if (file.size() > kMaxFile)
        return Error{ErrorCode::Invalid, u"%1 is larger than 64 MiB"_s.arg(path)};
    return file.readAll();
}

Result<> writeFile(const QString& path, const QByteArray& content)
{
    QSaveFile file(path);
    const bool written = file.open(QIODevice::WriteOnly)
                      && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
                      && file.write(content) == content.size() && file.commit();
    if (!written)
        return Error{ErrorCode::Storage, u"%1 cannot be written: %2"_s.arg(path, file.errorString())};
    return {};
}

}  // namespace prohori
