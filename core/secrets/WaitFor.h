// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QEventLoop>
#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>

#include <utility>

namespace prohori {

/// A future that holds its value already. (Qt's own function for it has another name on each side of Qt 6.6.)
template <typename T>
QFuture<T> readyFuture(T value)
{
    QPromise<T> promise;
    promise.start();
    promise.addResult(std::move(value));
    promise.finish();
    return promise.future();
}

/// Runs an event loop until the future is done. For programs without windows and for tests.
template <typename T>
T waitFor(QFuture<T> future)
{
    if (!future.isFinished()) {
        QEventLoop loop;
        QFutureWatcher<T> watcher;
        QObject::connect(&watcher, &QFutureWatcher<T>::finished, &loop, &QEventLoop::quit);
        watcher.setFuture(future);
        loop.exec();
        // Whoever answered may have asked to be deleted with the loop that has just ended.
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return future.result();
}

}  // namespace prohori
