// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/PaperLook.h"

#include "core/base/LookProgram.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostHead = 32;
constexpr qsizetype kMostAnswer = qsizetype(PaperLook::kMostSide) * PaperLook::kMostSide * 3 + kMostHead;

}  // namespace

Result<PaperPicture> readPicture(const QByteArray& answer, int mostSide)
{
    const Error nonsense{ErrorCode::Invalid, u"the paper could not be drawn"_s, u"no-picture"_s};
    qsizetype at = 3;
    const auto number = [&]() {
        int value = 0;
        const qsizetype begin = at;
        while (at < answer.size() && answer[at] >= '0' && answer[at] <= '9' && at - begin < 5)
            value = value * 10 + (answer[at++] - '0');
        const bool ended = at > begin && at < answer.size() && (answer[at] == ' ' || answer[at] == '\n');
        ++at;
        return ended ? value : 0;
    };
    if (!answer.startsWith("P6\n"))
        return nonsense;
    PaperPicture picture;
    picture.width = number();
    picture.height = number();
    const int depth = number();
    const bool isGood = picture.width >= 1 && picture.width <= mostSide && picture.height >= 1
                     && picture.height <= mostSide && depth == 255
                     && answer.size() - at == qsizetype(picture.width) * picture.height * 3;
    if (!isGood)
        return nonsense;
    picture.rgb = answer.mid(at);
    return picture;
}

PaperLook::PaperLook(QObject* parent, const QString& program, int limitMs)
    : QObject(parent),
      m_program(program.isEmpty() ? lookProgram() : program)
{
    m_limit.setSingleShot(true);
    m_limit.setInterval(limitMs);
    connect(&m_limit, &QTimer::timeout, this, [this] { giveUp(u"too-slow"_s); });
}

PaperLook::~PaperLook()
{
    drop();
}

void PaperLook::drop()
{
    m_limit.stop();
    m_answer.clear();
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_process->kill();
    m_process->waitForFinished();
    m_process.reset();
}

void PaperLook::giveUp(const QString& hint)
{
    // The process may be the one that is telling: it is taken away when it has finished doing so.
    m_limit.stop();
    m_answer.clear();
    if (m_process) {
        m_process->disconnect(this);
        QProcess* over = m_process.release();
        connect(over, &QProcess::finished, over, &QObject::deleteLater);
        if (over->state() == QProcess::NotRunning)
            over->deleteLater();
        else
            over->kill();
        over->setParent(QCoreApplication::instance());
    }
    emit failed(hint);
}

void PaperLook::show(const QByteArray& content, const QString& mediaType, int page, int side)
{
    drop();
    if (!QFileInfo(m_program).isExecutable()) {
        giveUp(u"no-program"_s);
        return;
    }
    const QString most = QString::number(std::clamp(side, 1, kMostSide));
    m_process = std::make_unique<QProcess>();
    m_process->setProgram(m_program);
    m_process->setArguments(mediaType == u"application/pdf"_s
                                ? QStringList{u"pdf"_s, QString::number(page), most}
                                : QStringList{u"picture"_s, most, most});
    m_process->setStandardErrorFile(QProcess::nullDevice());
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, [this] {
        m_answer += m_process->readAllStandardOutput();
        if (m_answer.size() > kMostAnswer)
            giveUp(u"no-picture"_s);
    });
    connect(m_process.get(), &QProcess::finished, this, &PaperLook::answer);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            giveUp(u"no-program"_s);
    });
    m_limit.start();
    m_process->start();
    m_process->write(content);
    m_process->closeWriteChannel();
}

void PaperLook::answer()
{
    m_answer += m_process->readAllStandardOutput();
    const bool isDone = m_process->exitStatus() == QProcess::NormalExit && m_process->exitCode() == 0;
    const bool noCage =
        m_process->exitStatus() == QProcess::NormalExit && m_process->exitCode() == kNoCageExit;
    const auto picture = readPicture(m_answer, kMostSide);
    if (!isDone || !picture) {
        giveUp(noCage ? u"no-cage"_s : u"no-picture"_s);
        return;
    }
    m_limit.stop();
    m_answer.clear();
    m_process.release()->deleteLater();
    emit shown(*picture);
}

}  // namespace prohori
