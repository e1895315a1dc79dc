// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/Session.h"

#include "app/desktop/BackupKeeper.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/QuestionWatch.h"
#include "app/desktop/SyncAuto.h"
#include "app/station/CaseDues.h"
#include "sync/client/HubIntroduction.h"

#include <chrono>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr std::chrono::seconds kTidyEvery{30};
constexpr int kNamesAtOnce = 20;
constexpr int kDatesAtOnce = 5;
constexpr std::chrono::milliseconds kDatesPause{15};
}  // namespace

Session::Session(std::unique_ptr<Station> station, QObject* parent)
    : QObject(parent),
      m_station(std::move(station)),
      m_desk(*m_station),
      m_deadlines(*m_station->form().package())
{
    // Failing here loses nothing: the next round, or the next start, does it.
    connect(&m_tidy, &QTimer::timeout, this, [this] { (void)m_station->store().checkpoint(true); });
    m_tidy.start(kTidyEvery);
    QTimer::singleShot(0, this, &Session::indexSomeNames);
    m_dates.setSingleShot(true);
    m_dates.setInterval(kDatesPause);
    connect(&m_dates, &QTimer::timeout, this, &Session::workOutSomeDates);
    m_dates.start();
    m_auto = std::make_unique<SyncAuto>(*this, m_random);
    m_backups = std::make_unique<BackupKeeper>(*m_station);
    m_questions = std::make_unique<QuestionWatch>(*this);
}

Session::~Session()
{
    m_auto.reset();
    m_questions.reset();
    m_backups.reset();
    m_client.reset();
    // At its end nobody is there to be told.
    (void)m_station->journal(JournalEvent::Lock);
    (void)m_station->store().checkpoint(true);
}

void Session::indexSomeNames()
{
    const auto done = m_desk.indexNames(kNamesAtOnce);
    if (done && *done > 0)
        QTimer::singleShot(0, this, &Session::indexSomeNames);
}

void Session::workOutSomeDates()
{
    // Headquarters has the clock of its own check only; the monitoring cell looks at dates.
    const Role role = m_station->me().role;
    if (isNationalRole(role) && role != Role::PhqMonitor)
        return;
    const auto done = workOutDues(*m_station, m_deadlines, kDatesAtOnce);
    if (done && *done > 0) {
        m_hasNewDates = true;
        m_dates.start();
    } else if (std::exchange(m_hasNewDates, false)) {
        emit datesWorkedOut();
    }
}

qint64 Session::unsent() const
{
    return m_station->store().counts().unsent;
}

Result<> Session::maySync() const
{
    if (isSyncing())
        return Error{ErrorCode::Busy, u"a sync is running"_s, u"syncing"_s};
    if (m_station->hub().url.isEmpty())
        return Error{ErrorCode::Refused, u"this station knows no hub"_s, u"no-hub"_s};
    return {};
}

void Session::startSync()
{
    if (!maySync())
        return;
    m_hasMet = false;
    m_began = m_station->clock().monotonic();
    m_isStarting = true;
    emit syncStarted();
    m_isStarting = false;
    exchange();
}

void Session::exchange()
{
    const HubAddress hub = m_station->hub();
    m_transport = makeHttpTransport(hub.url, hub.tlsPin);
    m_client = m_station->makeSyncClient(*m_transport);
    m_client->setLingering(true);
    connect(m_client.get(), &SyncClient::progressed, this, &Session::syncProgressed);
    connect(m_client.get(), &SyncClient::finished, this, &Session::takeOutcome, Qt::QueuedConnection);
    m_client->start();
}

void Session::meetHubAnew(const Error& refusal)
{
    m_hasMet = true;
    m_isMeeting = true;
    const QUrl url = m_station->hub().url;
    askHubForItself(url).then(this, [this, url, refusal](const Result<HubIntroduction>& shown) {
        if (!std::exchange(m_isMeeting, false))
            return;
        if (shown && m_station->meetHub(url, *shown))
            exchange();
        else
            emit syncFinished(refusal);
    });
}

void Session::cancelSync()
{
    if (m_client)
        m_client->cancel();
    else if (std::exchange(m_isMeeting, false))
        emit syncFinished(Error{ErrorCode::Cancelled, u"the sync was stopped; what had arrived is kept"_s});
}

void Session::takeOutcome(const Result<SyncSummary>& outcome)
{
    const SyncSummary done = m_client ? m_client->summary() : SyncSummary();
    m_client.reset();
    m_transport.reset();
    Result<SyncSummary> told = outcome;
    if (!outcome && outcome.error().hint == u"wrong-hub"_s && !m_hasMet) {
        meetHubAnew(outcome.error());
        return;
    }
    // What came before it broke off may hold the news, too.
    if (auto taken = m_station->takeNews(); !taken && outcome)
        told = taken.error();
    if (outcome)
        m_summary = *outcome;
    readAnew();
    keepReceipt(done, told ? Result<>() : Result<>(told.error()));
    emit syncFinished(told);
}

void Session::readAnew()
{
    QTimer::singleShot(0, this, &Session::indexSomeNames);
    m_dates.start();
}

/// What cannot be kept is shown all the same; the sync itself is done.
void Session::keepReceipt(const SyncSummary& summary, const Result<>& outcome)
{
    Store& store = m_station->store();
    const auto took = m_station->clock().monotonic() - m_began;
    if (outcome) {
        (void)noteLineSpeed(store, summary, took);
        (void)noteSafe(store, m_station->clock().now());
    }
    const SyncReceipt receipt = receiptOf(*m_station, summary, outcome, took);
    // A line that is tried by itself over and over leaves one receipt, not a hundred.
    const auto before = SyncReceipts(store).newest();
    const bool isSame = before && receipt.lines.isEmpty() && receipt.end != SyncReceipt::Done
                     && before->end == receipt.end && before->way == SyncReceipt::Line
                     && SyncReceipts(store).whole(*before).lines.isEmpty();
    const auto kept = isSame ? Result<SyncReceipt>(receipt) : SyncReceipts(store).add(receipt);
    emit receiptMade(kept ? *kept : receipt);
}

void Session::noteStick(const SyncReceipt& receipt)
{
    readAnew();
    (void)noteSafe(m_station->store(), m_station->clock().now());
    emit receiptMade(receipt);
    if (receipt.way == SyncReceipt::StickRead && !receipt.hadNoEffect)
        emit caseSaved({});
}

QString Session::lastSyncText() const
{
    const qint64 ms = m_station->store().setting(u"sync.last_ms"_s, u"0"_s).toLongLong();
    return ms == 0 ? QString() : Words::moment(Instant::fromMs(ms));
}

void Session::noteSaved(const RecordId& record)
{
    m_dates.start();
    emit caseSaved(record);
}

}  // namespace prohori
