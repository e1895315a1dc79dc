// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/SyncAuto.h"

#include "app/desktop/Session.h"

#include <QApplication>
#include <QHostAddress>
#include <QNetworkInformation>

namespace prohori {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
const QString kSyncByItselfKept = u"sync-by-itself"_s;
constexpr std::chrono::milliseconds kLooksAgain = 3s;  ///< while something is in the way

bool isOnThisComputer(const QUrl& hub)
{
    return hub.host() == u"localhost"_s || QHostAddress(hub.host()).isLoopback();
}
}  // namespace

SyncAuto::SyncAuto(Session& session, RandomSource& random)
    : QObject(&session),
      m_session(session),
      m_backOff(session.station().clock(), random)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &SyncAuto::tryNow);
    connect(&session, &Session::syncFinished, this, &SyncAuto::takeOutcome);
    connect(&session, &Session::caseSaved, this, [this] {
        m_backOff.workCame();
        plan();
    });
    m_on = session.station().store().kept(session.station().me().person, kSyncByItselfKept)[u"on"_s].toBool();
    if (m_on) {
        watchNetwork();
        m_backOff.begin();
        plan();
    }
}

Result<> SyncAuto::setOn(bool on)
{
    Station& station = m_session.station();
    const QJsonObject content = on ? QJsonObject{{u"on"_s, true}} : QJsonObject();
    if (auto kept = station.store().keep(station.me().person, kSyncByItselfKept, {}, content); !kept)
        return kept;
    m_on = on;
    if (on) {
        watchNetwork();
        m_backOff.begin();
    }
    plan();
    return {};
}

void SyncAuto::watchNetwork()
{
    if (std::exchange(m_watches, true))
        return;
    if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability))
        return;
    connect(QNetworkInformation::instance(), &QNetworkInformation::reachabilityChanged, this,
            [this](QNetworkInformation::Reachability reach) {
                if (reach == QNetworkInformation::Reachability::Disconnected)
                    return;
                m_backOff.lineCame();
                plan();
            });
}

bool SyncAuto::saysNoLine() const
{
    const QNetworkInformation* network = QNetworkInformation::instance();
    return network && network->reachability() == QNetworkInformation::Reachability::Disconnected
        && !isOnThisComputer(m_session.station().hub().url);
}

bool SyncAuto::isInTheWay() const
{
    return QApplication::activeModalWidget() || QApplication::activePopupWidget() || !m_session.maySync();
}

void SyncAuto::plan()
{
    if (m_on)
        m_timer.start(m_backOff.wait());
    else
        m_timer.stop();
    emit changed();
}

void SyncAuto::tryNow()
{
    if (!m_on)
        return;
    if (saysNoLine()) {
        m_backOff.failed({});
        plan();
    } else if (m_backOff.wait() > 0ms) {
        plan();
    } else if (isInTheWay()) {
        m_timer.start(kLooksAgain);
    } else {
        m_session.startSync();
    }
}

void SyncAuto::takeOutcome(const Result<SyncSummary>& outcome)
{
    if (outcome) {
        m_backOff.succeeded();
    } else {
        bool isNumber = false;
        const int seconds = outcome.error().hint.toInt(&isNumber);
        const bool isTold = outcome.error().code == ErrorCode::Busy && isNumber;
        m_backOff.failed(isTold ? std::optional(std::chrono::seconds(seconds)) : std::nullopt);
    }
    if (m_on)
        plan();
}

std::optional<Instant> SyncAuto::nextTry() const
{
    if (!m_on)
        return std::nullopt;
    return m_session.station().clock().now().plus(m_backOff.wait());
}

}  // namespace prohori
