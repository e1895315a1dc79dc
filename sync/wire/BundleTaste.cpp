// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/BundleTaste.h"

#include "core/base/LookProgram.h"

#include <QFileInfo>
#include <QProcess>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kChunkBytes = 256 * 1024;

Error harmful()
{
    return {ErrorCode::Refused,
            u"reading the bundle was stopped: it asks for more than a bundle needs, so it may be damaged or "
            u"made to do harm. "
            "Nothing was taken from it; ask for it to be written again"_s,
            u"harmful"_s};
}

Error noReader(const QString& why)
{
    return {ErrorCode::Storage, u"the bundle is not read: %1; install the program again"_s.arg(why),
            u"no-reader"_s};
}

/// False when nobody takes it.
bool feed(QProcess& taster, const QByteArray& bytes, int patienceMs)
{
    taster.write(bytes);
    while (taster.bytesToWrite() > 0) {
        if (!taster.waitForBytesWritten(patienceMs))
            return false;
    }
    return true;
}

}  // namespace

Result<QByteArray> tasteBundle(QIODevice& in, const QList<BoxKey>& keys, int patienceMs)
{
    const auto key = bundleKey(in, keys);
    if (!key)
        return key.error();
    const QString program = lookProgram();
    if (!QFileInfo(program).isExecutable())
        return noReader(u"the program %1 is missing"_s.arg(program));
    if (!in.seek(0))
        return Error{ErrorCode::Storage, u"the bundle cannot be read: %1"_s.arg(in.errorString())};
    QProcess taster;
    taster.setStandardErrorFile(QProcess::nullDevice());
    taster.start(program, {u"bundle"_s});
    if (!taster.waitForStarted(patienceMs))
        return noReader(taster.errorString());
    // Who finds something wrong stops early: what it says then counts, not that it took no more.
    bool isTaken =
        feed(taster, QByteArray::fromRawData(reinterpret_cast<const char*>(key->data()), kKeyBytes),
             patienceMs);
    while (isTaken && !in.atEnd()) {
        const QByteArray chunk = in.read(kChunkBytes);
        if (chunk.isEmpty())
            break;
        isTaken = feed(taster, chunk, patienceMs);
    }
    taster.closeWriteChannel();
    const bool hasEnded = taster.state() == QProcess::NotRunning || taster.waitForFinished(patienceMs);
    if (!hasEnded) {
        taster.kill();
        taster.waitForFinished();
        return harmful();
    }
    if (taster.exitStatus() == QProcess::NormalExit && taster.exitCode() == kNoCageExit)
        return noReader(u"the system does not let the program be locked in"_s);
    if (taster.exitStatus() != QProcess::NormalExit || taster.exitCode() != 0)
        return harmful();
    if (!in.seek(0))
        return Error{ErrorCode::Storage, u"the bundle cannot be read: %1"_s.arg(in.errorString())};
    return taster.readAllStandardOutput();
}

}  // namespace prohori
