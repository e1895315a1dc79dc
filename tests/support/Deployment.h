// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace prohori {

/// What a program said and how it ended.
struct Ran {
    int exit = -1;
    QByteArray out;
    QByteArray err;
    QJsonValue json() const;
    QJsonObject object() const { return json().toObject(); }
    QJsonArray array() const { return json().toArray(); }
};

/** A whole practice deployment of real processes in one temporary folder: authority, hub over real TLS on loopback, stations of a district and of headquarters.

    Each step runs the built programs as a script would; HOME and XDG folders lie in the same folder, so that everything the run wrote can be searched. The hub
    is stopped when the object dies.
*/
class Deployment {
public:
    Deployment();
    ~Deployment();

    QString path(const QString& name) const { return m_folder.filePath(name); }
    /// A 0600 file with a password for `who`, made on first use.
    QString passwordFile(const QString& who);
    QString writeFile(const QString& name, const QByteArray& content, bool secret = false);

    Ran ctl(const QStringList& words, const QString& login = {}, int limitMs = 300'000);
    Ran hubTool(const QStringList& words);

    /// authority init, hub init with the authority at hand. False (with a message) when something failed.
    bool makeAuthority(const QString& name = QStringLiteral("authority"), bool production = false);
    /// `more`: further words for init.
    bool makeHub(const QString& authority = QStringLiteral("authority"), const QStringList& more = {});
    /// `more`: further words for serve. `port`: instead of the one that this deployment keeps.
    bool startHub(const QStringList& more = {}, int port = 0);
    void stopHub(bool kill = false);
    /// A new TLS key with its certificate, as an administrator would have them made: the words for serve.
    QStringList makeCertificate();
    bool hubRuns() const { return m_hub && m_hub->state() == QProcess::Running; }
    QString hubUrl() const { return m_url; }
    int hubPort() const { return m_port; }
    qint64 hubPid() const { return m_hub ? m_hub->processId() : 0; }

    /// Invitation and joined station `login` (folder of the same name).
    bool addStation(const QString& login, const QString& role, const QString& scope);
    bool confirm(const QString& login);
    QString store(const QString& login) const { return path(login); }
    Ran sync(const QString& login)
    {
        return ctl({QStringLiteral("sync"), store(login), QStringLiteral("--json")}, login);
    }
    QJsonObject info(const QString& login);
    QJsonArray cases(const QString& login, const QString& state = {});
    /// SHA-256 over names and bytes of every file of a folder, for "nothing was changed".
    static QByteArray folderHash(const QString& folder);

    const QString& lastFailure() const { return m_failure; }
    QProcessEnvironment environment() const;

private:
    bool good(const Ran& ran, const QString& what);
    Ran run(const QString& program, const QStringList& words, const QString& login, int limitMs);

    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_hub;
    QString m_url;
    int m_port = 0;
    QString m_failure;
};

}  // namespace prohori
