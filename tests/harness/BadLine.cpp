// SPDX-License-Identifier: GPL-3.0-or-later
#include "BadLine.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>

#include <sys/socket.h>

namespace prohori {

namespace {

/// Ends with a reset and not with a farewell.
void reset(QTcpSocket& socket)
{
    const linger none{1, 0};
    setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &none, sizeof none);
    socket.abort();
}

}  // namespace

Toxics Toxics::draw(SeededRandom& random)
{
    Toxics toxics;
    toxics.down = random.chance(5);
    if (random.chance(30)) {
        toxics.latencyMs = random.below(20);
        toxics.jitterMs = 1 + random.below(10);
    }
    if (random.chance(15))
        toxics.bytesPerSecond = 50'000 + random.below(400'000);
    if (random.chance(30))
        toxics.sliceBytes = 1 + random.below(2000);
    if (random.chance(60)) {
        // A handshake takes about 3,000 bytes; half of the cuts come after it.
        toxics.limitBytes = random.chance(50) ? random.below(3500) : random.below(20'000);
        toxics.after = After(random.below(4));
        toxics.afterMs = random.below(150);
    }
    return toxics;
}

/// One direction of one connection. What it takes in comes out in order, later.
class BadLine::Way final : public QObject {
public:
    Way(BadLine& line, QTcpSocket* from, QTcpSocket* to, QObject* connection, qint64& left)
        : QObject(connection),
          m_line(line),
          m_toxics(line.m_toxics),
          m_from(from),
          m_to(to),
          m_left(left)
    {
        m_clock.start();
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] { giveOut(); });
        connect(from, &QTcpSocket::readyRead, this, [this] { takeIn(); });
        connect(to, &QTcpSocket::connected, this, [this] { giveOut(); });
        connect(from, &QTcpSocket::disconnected, this, [this] {
            takeIn();
            m_ended = true;
            giveOut();
        });
    }

private:
    struct Piece {
        qint64 due;
        QByteArray bytes;
    };

    void takeIn()
    {
        if (!m_from->isOpen())
            return;
        QByteArray all = m_from->readAll();
        m_line.m_bytes += all.size();
        if (m_left >= 0 && all.size() > m_left) {
            all.truncate(m_left);
            m_isOver = true;
        }
        m_left -= m_left >= 0 ? all.size() : 0;
        const qsizetype slice = m_toxics.sliceBytes > 0 ? m_toxics.sliceBytes : all.size();
        for (qsizetype at = 0; at < all.size(); at += slice) {
            const QByteArray bytes = all.mid(at, slice);
            qint64 due = m_clock.elapsed() + m_toxics.latencyMs;
            if (m_toxics.jitterMs > 0)
                due += m_line.m_random.below(m_toxics.jitterMs);
            due = std::max(due, m_pieces.isEmpty() ? m_lastDue : m_pieces.last().due);
            if (m_toxics.bytesPerSecond > 0)
                due += bytes.size() * 1000 / m_toxics.bytesPerSecond;
            m_lastDue = due;
            m_pieces.append({due, bytes});
        }
        giveOut();
    }

    void giveOut()
    {
        if (m_to->state() != QTcpSocket::ConnectedState && m_to->state() != QTcpSocket::ConnectingState)
            return;
        if (m_to->state() == QTcpSocket::ConnectingState)
            return;
        while (!m_pieces.isEmpty() && m_pieces.first().due <= m_clock.elapsed()) {
            m_to->write(m_pieces.takeFirst().bytes);
            m_to->flush();
        }
        if (!m_pieces.isEmpty())
            m_timer.start(int(std::max<qint64>(0, m_pieces.first().due - m_clock.elapsed())));
        else if (m_isOver)
            end();
        else if (m_ended)
            m_to->disconnectFromHost();
    }

    void end()
    {
        if (std::exchange(m_hasEnded, true))
            return;
        const bool waits = m_toxics.after == Toxics::Silence || m_toxics.after == Toxics::SlowClose;
        QTimer::singleShot(waits ? m_toxics.afterMs : 0, this, [this] {
            if (m_toxics.after == Toxics::Reset) {
                reset(*m_from);
                reset(*m_to);
            } else {
                m_from->disconnectFromHost();
                m_to->disconnectFromHost();
            }
        });
    }

    BadLine& m_line;
    const Toxics m_toxics;
    QTcpSocket* m_from;
    QTcpSocket* m_to;
    qint64& m_left;
    QList<Piece> m_pieces;
    QElapsedTimer m_clock;
    QTimer m_timer;
    qint64 m_lastDue = 0;
    bool m_isOver = false, m_ended = false, m_hasEnded = false;
};

BadLine::BadLine(quint16 hubPort, quint32 seed) : m_hubPort(hubPort), m_random(seed)
{
    listen(QHostAddress::LocalHost);
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* const station = nextPendingConnection())
            take(station);
    });
}

void BadLine::set(const Toxics& toxics, bool cut)
{
    m_toxics = toxics;
    if (cut)
        emit cutAll();
}

namespace {

/// Both sockets of a connection, and how many bytes may still pass.
struct Joined : QObject {
    qint64 left = -1;
};

}  // namespace

void BadLine::take(QTcpSocket* station)
{
    if (m_toxics.down) {
        reset(*station);
        station->deleteLater();
        return;
    }
    auto* const both = new Joined;
    both->setParent(this);
    both->left = m_toxics.limitBytes;
    auto* const hub = new QTcpSocket(both);
    station->setParent(both);
    new Way(*this, station, hub, both, both->left);
    new Way(*this, hub, station, both, both->left);
    hub->connectToHost(QHostAddress::LocalHost, m_hubPort);
    connect(this, &BadLine::cutAll, both, [station, hub] {
        station->abort();
        hub->abort();
    });
    const auto tidy = [station, hub, both] {
        if (station->state() == QTcpSocket::UnconnectedState && hub->state() == QTcpSocket::UnconnectedState)
            both->deleteLater();
    };
    connect(station, &QTcpSocket::stateChanged, both, tidy);
    connect(hub, &QTcpSocket::stateChanged, both, tidy);
}

// --- above TLS

void Overheard::keep(const QByteArray& request, const Transport::Reply& answer)
{
    constexpr qsizetype kMost = 40;
    requests.append(request);
    answers.append(answer);
    if (requests.size() > kMost) {
        requests.removeFirst();
        answers.removeFirst();
    }
}

void FoulTransport::later(Done done, const Result<Reply>& outcome)
{
    const int call = m_call;
    QMetaObject::invokeMethod(
        this,
        [this, call, done, outcome] {
            if (call == m_call)
                done(outcome);
        },
        Qt::QueuedConnection);
}

void FoulTransport::cancel()
{
    ++m_call;
    m_inner.cancel();
}

void FoulTransport::carry(const QByteArray& body, const Progress& progress, Done done)
{
    m_inner.post(body, progress, [this, body, done](const Result<Reply>& reply) {
        if (reply)
            m_overheard.keep(body, *reply);
        done(reply);
    });
}

QByteArray FoulTransport::cut(const QByteArray& bytes)
{
    return bytes.left(m_random.below(int(bytes.size()) + 1));
}

QByteArray FoulTransport::alter(QByteArray bytes)
{
    if (!bytes.isEmpty()) {
        const int at = m_random.below(int(bytes.size()));
        bytes[at] = char(bytes[at] ^ (1 << m_random.below(8)));
    }
    return bytes;
}

Result<Transport::Reply> FoulTransport::spoil(Fault fault, const Result<Reply>& reply)
{
    if (!reply)
        return reply;
    Reply spoilt = *reply;
    if (fault == DropAnswer)
        return Error{ErrorCode::Offline, QStringLiteral("the answer was lost")};
    if (fault == CutAnswer)
        spoilt.body = cut(spoilt.body);
    if (fault == AlterAnswer)
        spoilt.body = alter(spoilt.body);
    return spoilt;
}

void FoulTransport::post(const QByteArray& body, Progress progress, Done done)
{
    ++m_call;
    const Fault fault = m_random.chance(percent) ? Fault(1 + m_random.below(kFaults - 1)) : None;
    faults += fault != None ? 1 : 0;
    const auto spoilt = [this, fault, done](const Result<Reply>& reply) { done(spoil(fault, reply)); };
    switch (fault) {
    case DropRequest: return later(done, Error{ErrorCode::Offline, QStringLiteral("the request was lost")});
    case CutRequest: return carry(cut(body), progress, done);
    case AlterRequest: return carry(alter(body), progress, done);
    case Duplicate:
        return carry(body, progress,
                     [this, body, progress, done](const Result<Reply>&) { carry(body, progress, done); });
    case LateRequest: {
        if (m_overheard.requests.isEmpty())
            break;
        const QByteArray old = m_random.oneOf(m_overheard.requests);
        return carry(old, progress,
                     [this, body, progress, done](const Result<Reply>&) { carry(body, progress, done); });
    }
    case OldAnswer:
        if (m_overheard.answers.isEmpty())
            break;
        return later(done, m_random.oneOf(m_overheard.answers));
    default: break;
    }
    carry(body, progress, spoilt);
}

}  // namespace prohori
