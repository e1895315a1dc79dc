// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadStation.h"

#include "app/station/AnswerCodec.h"
#include "app/station/PracticeCases.h"
#include "core/storage/FieldIds.h"
#include "forms/definition/FormShelf.h"

#include <QRandomGenerator>
#include <QTimer>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kPoolOfAnswers = 24;
constexpr qsizetype kUploadBytes = 512 * 1024;
constexpr int kMostCuts = 20;
constexpr int kOk = 200;
const QString kScopeOfPool = u"41"_s;

}  // namespace

Result<LoadPerson> LoadPerson::join(const Invitation& invitation, const Clock& clock)
{
    const auto statement = Statement::decode(invitation.statement);
    if (!statement)
        return statement.error();
    const auto& invited = std::get<InvitationStatement>(statement->body());
    LoadPerson joined;
    joined.person = invited.person;
    joined.role = invited.role;
    joined.scope = invited.scope;
    SodiumRandom random;
    joined.replica = ReplicaId::make(random);
    const Statement person = Statement::make(invitation.authority,
                                             PersonCertificate{statement->id(), joined.keys.publicKey(),
                                                               joined.box.publicKey(), clock.now()},
                                             invitation.inviteKey);
    const Statement store = Statement::make(
        invitation.authority,
        ReplicaCertificate{person.id(), joined.replica, joined.replicaKey.publicKey(), {}, clock.now()},
        joined.keys);
    joined.certificate = person.id();
    joined.statements = {invitation.statement, person.bytes(), store.bytes()};
    return joined;
}

LoadCases::LoadCases(const Clock& clock, quint64 seed) : engine(makeFormEngine(officialForm(), clock))
{
    PracticeCases cases(*engine, kScopeOfPool, seed, clock.today());
    for (int i = 0; i < kPoolOfAnswers; ++i)
        answers.append(cases.next());
}

LoadStation::LoadStation(const LoadPerson& person, const Hub& hub, const Clock& clock)
    : m_person(person),
      m_hub(hub),
      m_clock(clock),
      m_line(makeHttpTransport(hub.url, hub.tlsPin))
{}

Result<ChangeBody> LoadStation::newCase(const LoadCases& cases, quint32 drawn)
{
    SodiumRandom random;
    ChangeBody body;
    body.record = RecordId::make(random);
    const RecordKeys keys = RecordKeys::make();
    ChangeWriter writer(cases.engine->form(), keys, body.record);
    if (auto written = writer.difference({}, cases.answers[drawn % quint32(cases.answers.size())], {});
        !written)
        return written.error();
    const auto sealed = sealRecordKeys(keys, {{m_person.box.publicKey(), true}});
    if (!sealed)
        return sealed.error();
    body.creation =
        Creation{cases.engine->form().formId(), m_person.scope,
                 u"%1-2026-%2-%3"_s.arg(m_person.scope).arg(m_person.person).arg(m_own.size() + 1), *sealed};
    if (auto done = writer.finish(body); !done)
        return done.error();
    return body;
}

Result<> LoadStation::prepare(int changes, const LoadCases& cases, quint32 seed)
{
    QRandomGenerator random(seed);
    QList<ChangePtr> newest;  // of each own case
    for (int i = 0; i < changes; ++i) {
        ChangeBody body;
        const bool isNew = newest.isEmpty() || random.bounded(10) < 3;
        qsizetype which = newest.size();
        if (isNew) {
            auto made = newCase(cases, random.generate());
            if (!made)
                return made.error();
            body = std::move(*made);
        } else {
            which = random.bounded(int(newest.size()));
            body.record = newest[which]->body().record;
            body.parents = {newest[which]->id()};
            body.items.append(SetItem{{field::kCaseGroup, {}, field::kPoliceStation},
                                      FieldValue::plain(u"Thana %1"_s.arg(random.bounded(100))),
                                      {}});
        }
        body.replica = m_person.replica;
        body.counter = quint64(m_own.size()) + 1;
        body.prev = m_own.isEmpty() ? ChangeId() : m_own.last()->id();
        body.author = m_person.certificate;
        body.person = m_person.person;
        body.role = m_person.role;
        body.claimed = m_clock.now();
        body.formVersion = cases.engine->form().version();
        const auto change = std::make_shared<const Change>(
            Change::make(body, m_person.keys.sign(Context::Change, body.encode())));
        m_own.append(change);
        if (isNew)
            newest.append(change);
        else
            newest[which] = change;
    }
    return {};
}

void LoadStation::press()
{
    m_timer.start();
    m_fault.clear();
    ask();
}

void LoadStation::ask()
{
    SyncRequest request;
    request.hub = m_hub.id;
    request.replica = m_person.replica;
    request.person = m_person.certificate;
    request.requestCounter = ++m_requestCounter;
    request.headCounter = quint64(m_receipted);
    request.head = m_receipted > 0 ? m_own[m_receipted - 1]->id() : ChangeId();
    for (auto it = m_cursors.constBegin(); it != m_cursors.constEnd(); ++it)
        request.cursors.append({it.key(), it.value()});
    request.statementCursor = m_statementCursor;
    if (!m_introduced)
        request.statements = m_person.statements;
    QList<FramedChange> waiting;
    constexpr qsizetype kMostAtOnce = 2000;
    for (const ChangePtr& change : m_own.mid(m_receipted, kMostAtOnce))
        waiting.append({change, 0, {}});
    m_sending = 0;
    for (qsizetype bytes = 0; m_sending < waiting.size() && bytes < kUploadBytes;) {
        Frame frame;
        m_sending += packFrame(waiting, m_sending, {}, frame, request.writer());
        bytes += frame.packed.size();
        request.frames.append(frame);
    }
    m_requestBytes = request.encode(m_person.replicaKey);
    ++requests;
    bytesUp += m_requestBytes.size();
    m_line->post(
        m_requestBytes, [](qint64, qint64) {},
        [this](const Result<Transport::Reply>& reply) { take(reply); });
}

void LoadStation::askLater(int seconds)
{
    // As the station does: at least so long, and never all at once.
    const int jitter = QRandomGenerator::global()->bounded(1000);
    QTimer::singleShot(seconds * 1000 + jitter, this, [this] { ask(); });
}

void LoadStation::take(const Result<Transport::Reply>& reply)
{
    if (!reply) {
        if (++cuts > kMostCuts)
            return end(reply.error().detail);
        return askLater(1);
    }
    bytesDown += reply->body.size();
    if (reply->retryAfterSeconds > 0) {
        ++busy;
        return askLater(reply->retryAfterSeconds);
    }
    if (reply->status != kOk)
        return end(u"HTTP %1"_s.arg(reply->status));
    const auto more = takeAnswer(reply->body);
    if (!more)
        return end(more.error().detail);
    if (*more || m_receipted < m_own.size())
        ask();
    else
        end({});
}

Result<bool> LoadStation::takeAnswer(const QByteArray& body)
{
    const auto answer = SyncAnswer::decode(body, m_hub.id, blake2b(m_requestBytes));
    if (!answer)
        return answer.error();
    if (answer->error == u"replayed"_s) {
        m_requestCounter = answer->expectedRequestCounter - 1;
        return true;
    }
    if (!answer->error.isEmpty())
        return Error{ErrorCode::Refused, answer->error};
    m_introduced = true;
    m_statementCursor = answer->statementCursor;
    if (auto taken = takeVerdicts(*answer); !taken)
        return taken.error();
    for (const Frame& frame : answer->frames) {
        m_cursors[frame.feed] = frame.through;
        if (frame.packed.isEmpty())
            continue;
        const auto changes = unpackFrame(frame);
        if (!changes)
            return changes.error();
        for (const FramedChange& one : *changes) {
            if (m_keeps)
                m_received.append(one.change);
        }
    }
    return answer->more;
}

Result<> LoadStation::takeVerdicts(const SyncAnswer& answer)
{
    QList<ChangeId> sent;
    for (const ChangePtr& change : m_own.mid(m_receipted, m_sending))
        sent.append(change->id());
    const bool isFor = answer.verdicts.size() == sent.size()
                    && (sent.isEmpty() || receiptCovers(answer.receipt, m_hub.id, sent, answer.verdicts));
    if (!isFor)
        return Error{ErrorCode::Refused, u"the receipt is not for what was sent"_s};
    for (const WireVerdict& verdict : answer.verdicts) {
        if (verdict.refusal != 0)
            return Error{ErrorCode::Refused, refusalName(static_cast<Refusal>(verdict.refusal))};
    }
    m_receipted += sent.size();
    return {};
}

void LoadStation::end(const QString& fault)
{
    milliseconds = m_timer.elapsed();
    m_fault = fault;
    emit ended();
}

}  // namespace prohori
