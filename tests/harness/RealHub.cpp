// SPDX-License-Identifier: GPL-3.0-or-later
#include "RealHub.h"

#include "tests/support/FreePort.h"
#include "tests/support/Places.h"

#include <QFile>

#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 120'000;
const QString kProgram = inBin(u"prohori-hub"_s);

Result<QByteArray> contentOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Storage, u"cannot read %1"_s.arg(path)};
    return file.readAll();
}

Result<QString> put(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        return Error{ErrorCode::Storage, u"cannot write %1"_s.arg(path)};
    return path;
}

}  // namespace

Result<QByteArray> RealHub::run(const QStringList& words)
{
    QProcess process;
    process.start(kProgram, words);
    if (!process.waitForFinished(kPatienceMs) || process.exitCode() != 0)
        return Error{ErrorCode::Storage,
                     u"prohori-hub %1: %2"_s.arg(words.value(0),
                                                 QString::fromUtf8(process.readAllStandardError()))};
    return process.readAllStandardOutput();
}

Result<std::unique_ptr<RealHub>> RealHub::make(const QString& folder, Authority& authority,
                                               const QString& storage)
{
    std::unique_ptr<RealHub> hub(new RealHub);
    hub->m_folder = folder;
    const auto publicPart = put(folder + u".public"_s, authority.exportPublic());
    if (!publicPart)
        return publicPart.error();
    QStringList words{u"init"_s, folder, u"--authority"_s, *publicPart};
    if (!storage.isEmpty())
        words << u"--storage"_s << storage;
    if (const auto made = run(words); !made)
        return made.error();
    const auto request = contentOf(folder + u"/hub.request"_s);
    if (!request)
        return request.error();
    const auto certificate = authority.certifyHub(*request);
    if (!certificate)
        return certificate.error();
    const auto statement = Statement::decode(*certificate);
    if (!statement)
        return statement.error();
    hub->m_certificate = std::get<HubCertificate>(statement->body());
    const auto file = put(folder + u".certificate"_s, *certificate);
    if (!file)
        return file.error();
    if (const auto done = run({u"certify"_s, folder, u"--certificate"_s, *file}); !done)
        return done.error();
    return hub;
}

RealHub::~RealHub()
{
    stop();
}

Result<> RealHub::start(const QStringList& more)
{
    if (m_port == 0)
        m_port = freePort();
    m_process = std::make_unique<QProcess>();
    m_process->setStandardErrorFile(m_folder + u".log"_s, QIODevice::Append);
    m_process->start(kProgram,
                     QStringList{u"serve"_s, m_folder, u"--listen"_s, u"127.0.0.1:%1"_s.arg(m_port)} + more);
    QByteArray said;
    while (!said.contains('\n') && m_process->waitForReadyRead(kPatienceMs))
        said += m_process->readAllStandardOutput();
    const QByteArray begin = "listening on ";
    if (!said.startsWith(begin))
        return Error{ErrorCode::Storage, u"the hub does not start, see %1.log"_s.arg(m_folder)};
    m_url = QUrl(QString::fromUtf8(said.mid(begin.size())).trimmed());
    return {};
}

void RealHub::stop()
{
    if (!m_process)
        return;
    m_process->terminate();
    if (!m_process->waitForFinished(kPatienceMs))
        m_process->kill();
    m_process->waitForFinished();
    m_process.reset();
}

qint64 RealHub::peakKiB() const
{
    if (!m_process)
        return 0;
    const auto status = contentOf(u"/proc/%1/status"_s.arg(m_process->processId()));
    for (const QByteArray& line : status ? status->split('\n') : QList<QByteArray>()) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').value(0).toLongLong();
    }
    return 0;
}

double RealHub::cpuSeconds() const
{
    if (!m_process)
        return 0;
    const auto stat = contentOf(u"/proc/%1/stat"_s.arg(m_process->processId()));
    // After the name, which is in brackets and may hold anything: user and system time are the 12th and 13th.
    const auto fields = stat ? stat->mid(stat->lastIndexOf(')') + 2).split(' ') : QList<QByteArray>();
    return double(fields.value(11).toLongLong() + fields.value(12).toLongLong())
         / double(sysconf(_SC_CLK_TCK));
}

}  // namespace prohori
