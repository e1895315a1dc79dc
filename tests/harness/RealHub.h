// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Authority.h"

#include <QProcess>
#include <QStringList>
#include <QUrl>

#include <memory>

namespace prohori {

/** `prohori-hub` as it is built: its folder made by init and certify, and a process that serves it over TLS on a free port of this machine. It is stopped
    when the object dies.
*/
class RealHub {
public:
    /// @param storage as `init --storage` takes it; empty: SQLite in the folder.
    static Result<std::unique_ptr<RealHub>> make(const QString& folder, Authority& authority,
                                                 const QString& storage = {});
    ~RealHub();

    /// @param more further words for serve
    Result<> start(const QStringList& more = {});
    void stop();
    QUrl url() const { return m_url; }
    quint16 port() const { return m_port; }
    const HubCertificate& certificate() const { return m_certificate; }
    /// The most memory that the process had at once, in KiB; 0 when it does not run.
    qint64 peakKiB() const;
    /// CPU seconds of the process so far.
    double cpuSeconds() const;
    /// Ends of `prohori-hub WORDS`: what it said when it did not end well.
    static Result<QByteArray> run(const QStringList& words);

private:
    RealHub() = default;

    QString m_folder;
    HubCertificate m_certificate;
    std::unique_ptr<QProcess> m_process;
    QUrl m_url;
    quint16 m_port = 0;
};

}  // namespace prohori
