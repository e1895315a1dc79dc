// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/Keychain.h"

#include "core/secrets/PlainFile.h"
#include "core/secrets/WaitFor.h"

#include <QDir>
#include <QFileInfo>
#include <QPromise>
#include <QTimer>

#include <qt6keychain/keychain.h>

#include <cerrno>
#include <functional>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

using Found = Result<std::optional<QByteArray>>;
using Deadline = std::chrono::steady_clock::time_point;

const QString kService = u"prohori"_s;

Error locked(QString detail, QString hint)
{
    return {ErrorCode::Locked, std::move(detail), std::move(hint)};
}

Error silent()
{
    return locked(u"the keychain does not answer; try again or restart it"_s, u"keychain-silent"_s);
}

Error missing()
{
    return locked(
        u"the device secret is not in the keychain: the keyring is locked, or this is not the machine of the "
        "store; unlock the keyring and try again, or use recovery"_s,
        u"device-secret-missing"_s);
}

/// What QtKeychain said, in our terms. Its own text may come from the service and stays out of ours.
Result<> outcomeOf(const QKeychain::Job& job)
{
    switch (job.error()) {
    case QKeychain::NoError: return {};
    case QKeychain::EntryNotFound: return Error{ErrorCode::NotFound, u"the keychain has no such entry"_s};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return locked(u"the keyring is locked; unlock it and try again"_s, u"keychain-locked"_s);
    default:
        return locked(u"no keychain can be used here (code %1)"_s.arg(int(job.error())),
                      u"keychain-unavailable"_s);
    }
}

/** Starts `job` and calls `done` once: with its outcome, or with "silent" when the deadline comes first.

    The job is never deleted from here. It deletes itself when its service answers at last, which writes into it; one whose
    service never does is left behind on purpose.
*/
template <typename Job>
void run(Job* job, Deadline deadline, std::function<void(Result<>, const Job*)> done)
{
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    auto* timer = new QTimer(job);
    timer->setSingleShot(true);
    const auto once = std::make_shared<std::function<void(Result<>, const Job*)>>(std::move(done));
    const auto finish = [once](Result<> outcome, const Job* answered) {
        if (const auto call = std::exchange(*once, nullptr))
            call(std::move(outcome), answered);
    };
    QObject::connect(timer, &QTimer::timeout, job, [finish] { finish(silent(), nullptr); });
    QObject::connect(job, &QKeychain::Job::finished, timer, [finish, job, timer](QKeychain::Job*) {
        timer->stop();
        finish(outcomeOf(*job), job);
    });
    timer->start(std::max(left, std::chrono::milliseconds(0)));
    job->start();
}

void readEntry(const QString& key, Deadline deadline, std::function<void(Found)> done)
{
    auto* job = new QKeychain::ReadPasswordJob(kService);
    job->setKey(key);
    run<QKeychain::ReadPasswordJob>(job, deadline,
                                    [done = std::move(done)](Result<> outcome, const auto* answered) {
                                        if (outcome)
                                            done(std::optional(answered->binaryData()));
                                        else if (outcome.error().code == ErrorCode::NotFound)
                                            done(std::optional<QByteArray>());
                                        else
                                            done(outcome.error());
                                    });
}

/// A future and the way to fulfil it, for callbacks that may be copied.
template <typename T>
std::shared_ptr<QPromise<T>> started()
{
    auto promise = std::make_shared<QPromise<T>>();
    promise->start();
    return promise;
}

template <typename T>
void fulfil(QPromise<T>& promise, T value)
{
    promise.addResult(std::move(value));
    promise.finish();
}

QString entryOf(const StoreId& store)
{
    return u"device/%1"_s.arg(store.toString());
}

Result<DeviceSecret> writeSecretFile(const StoreId& store, const SecretBytes& secret)
{
    const QString path = deviceSecretFile(store), folder = QFileInfo(path).path();
    const auto failed = [&] {
        return Error{ErrorCode::Storage,
                     u"cannot write the device secret %1: %2"_s.arg(path, systemReason())};
    };
    if (!QDir().mkpath(folder) || ::chmod(QFile::encodeName(folder).constData(), 0700) != 0)
        return failed();
    const FileHandle file(path, O_WRONLY | O_CREAT | O_EXCL);
    const auto bytes =
        QByteArray::fromRawData(reinterpret_cast<const char*>(secret.data()), qsizetype(secret.size()));
    if (!file.isOpen() || !writeAt(file.get(), 0, bytes) || ::fsync(file.get()) != 0 || !syncFolder(folder))
        return failed();
    return DeviceSecret{DeviceSecretKind::File, secret};
}

Result<DeviceSecret> readSecretFile(const KeyHeader& header)
{
    const QString path = deviceSecretFile(header.storeId());
    const FileHandle file(path, O_RDONLY);
    if (!file.isOpen() && errno == ENOENT)
        return locked(
            u"the device secret %1 is missing: this is not the machine of the store; put the file back, or "
            "use recovery"_s.arg(path),
            u"device-secret-missing"_s);
    if (!file.isOpen())
        return Error{ErrorCode::Storage, u"cannot read the device secret %1: %2"_s.arg(path, systemReason())};
    QByteArray bytes = readAt(file.get(), 0, kKeyBytes + 1);
    return DeviceSecret{DeviceSecretKind::File, SecretBytes::takeFrom(bytes)};
}

Result<DeviceSecret> checked(const KeyHeader& header, Result<DeviceSecret> found)
{
    if (!found || header.knowsDeviceSecret(found->bytes))
        return found;
    return locked(
        u"the device secret found here is not that of the store: this is not its machine; use recovery"_s,
        u"device-secret-wrong"_s);
}

}  // namespace

QFuture<Found> SystemKeychain::read(const QString& key)
{
    const auto promise = started<Found>();
    readEntry(key, std::chrono::steady_clock::now() + m_limit,
              [promise](Found found) { fulfil(*promise, std::move(found)); });
    return promise->future();
}

QFuture<Result<>> SystemKeychain::write(const QString& key, const QByteArray& secret)
{
    const auto promise = started<Result<>>();
    const Deadline deadline = std::chrono::steady_clock::now() + m_limit;
    auto* job = new QKeychain::WritePasswordJob(kService);
    job->setKey(key);
    job->setBinaryData(secret);
    const auto compare = [promise, secret](const Found& found) {
        if (found && *found == secret)
            fulfil(*promise, Result<>());
        else if (found)
            fulfil(*promise, Result<>(locked(u"the keychain did not keep what was written"_s,
                                             u"keychain-unavailable"_s)));
        else
            fulfil(*promise, Result<>(found.error()));
    };
    run<QKeychain::WritePasswordJob>(job, deadline, [=](Result<> outcome, const auto*) {
        if (outcome)
            readEntry(key, deadline, compare);
        else
            fulfil(*promise, outcome.error().code == ErrorCode::NotFound
                                 ? Result<>(locked(u"the keychain has no place for entries"_s,
                                                   u"keychain-unavailable"_s))
                                 : outcome);
    });
    return promise->future();
}

QFuture<Result<>> SystemKeychain::remove(const QString& key)
{
    const auto promise = started<Result<>>();
    auto* job = new QKeychain::DeletePasswordJob(kService);
    job->setKey(key);
    run<QKeychain::DeletePasswordJob>(job, std::chrono::steady_clock::now() + m_limit,
                                      [promise](Result<> outcome, const auto*) {
                                          if (!outcome && outcome.error().code == ErrorCode::NotFound)
                                              outcome = {};
                                          fulfil(*promise, std::move(outcome));
                                      });
    return promise->future();
}

QString deviceSecretFile(const StoreId& store)
{
    QString state = qEnvironmentVariable("XDG_STATE_HOME");
    if (!QDir::isAbsolutePath(state))
        state = QDir::homePath() + u"/.local/state"_s;
    return u"%1/prohori/device-%2.secret"_s.arg(state, store.toString());
}

QFuture<Result<DeviceSecret>> makeDeviceSecret(Keychain& keychain, const StoreId& store)
{
    const SecretBytes secret = SecretBytes::random(kKeyBytes);
    if (qEnvironmentVariableIntValue("PROHORI_NO_KEYCHAIN") == 1)
        return readyFuture(writeSecretFile(store, secret));
    const auto bytes = QByteArray(reinterpret_cast<const char*>(secret.data()), qsizetype(secret.size()));
    return keychain.write(entryOf(store), bytes).then([store, secret](const Result<>& written) {
        return written ? DeviceSecret{DeviceSecretKind::Keychain, secret} : writeSecretFile(store, secret);
    });
}

QFuture<Result<DeviceSecret>> findDeviceSecret(Keychain& keychain, const KeyHeader& header)
{
    if (header.deviceSecretKind() == DeviceSecretKind::None)
        return readyFuture(Result<DeviceSecret>(DeviceSecret{}));
    if (header.deviceSecretKind() == DeviceSecretKind::File)
        return readyFuture(checked(header, readSecretFile(header)));
    return keychain.read(entryOf(header.storeId())).then([header](Found found) -> Result<DeviceSecret> {
        if (!found)
            return found.error();
        if (!*found)
            return missing();
        return checked(header, DeviceSecret{DeviceSecretKind::Keychain, SecretBytes::takeFrom(**found)});
    });
}

}  // namespace prohori
