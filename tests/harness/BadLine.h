// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/SyncClient.h"
#include "tests/support/SeededRandom.h"

#include <QTcpServer>

class QTcpSocket;

namespace prohori {

/// What a line does to the bytes of a connection, in the words of Toxiproxy.
struct Toxics {
    bool down = false;  ///< connections end as soon as they are made
    int latencyMs = 0, jitterMs = 0;
    int bytesPerSecond = 0;  ///< 0: as many as there are
    int sliceBytes = 0;      ///< in pieces of this size, each by itself; 0: as they come
    qint64 limitBytes = -1;  ///< so many, and then …
    enum After { Close, Reset, Silence, SlowClose } after = Close;
    int afterMs = 0;  ///< how long silence lasts, or the closing takes

    static Toxics draw(SeededRandom& random);
};

/// A proxy in this process, between a station and the port of a hub, below TLS.
class BadLine final : public QTcpServer {
    Q_OBJECT
public:
    explicit BadLine(quint16 hubPort, quint32 seed);

    /// For connections to come; `cut` ends those that there are.
    void set(const Toxics& toxics, bool cut);
    qint64 bytes() const { return m_bytes; }

signals:
    void cutAll();

private:
    class Way;
    void take(QTcpSocket* station);

    quint16 m_hubPort;
    Toxics m_toxics;
    SeededRandom m_random;
    qint64 m_bytes = 0;
};

/// What stations and a hub said to each other, for a line that mixes it up.
struct Overheard {
    QList<QByteArray> requests;
    QList<Transport::Reply> answers;
    void keep(const QByteArray& request, const Transport::Reply& answer);
};

/** A line above TLS, inside of the transport: messages are lost, doubled, late, cut, altered, or another one comes in their place. The errors that
    a person sees come from the station alone.
*/
class FoulTransport final : public QObject, public Transport {
    Q_OBJECT
public:
    FoulTransport(Transport& inner, Overheard& overheard, SeededRandom& random)
        : m_inner(inner),
          m_overheard(overheard),
          m_random(random)
    {}
    enum Fault {
        None,
        DropRequest,
        DropAnswer,
        Duplicate,
        LateRequest,  ///< an old one arrives again before this one
        CutRequest,
        CutAnswer,
        AlterRequest,
        AlterAnswer,
        OldAnswer,  ///< to an older request, of this station or another one
        kFaults
    };
    int percent = 0;  ///< of messages that something happens to
    int faults = 0;   ///< that happened

    void post(const QByteArray& body, Progress progress, Done done) override;
    void cancel() override;

private:
    void carry(const QByteArray& body, const Progress& progress, Done done);
    void later(Done done, const Result<Reply>& outcome);
    QByteArray cut(const QByteArray& bytes);
    QByteArray alter(QByteArray bytes);
    Result<Reply> spoil(Fault fault, const Result<Reply>& reply);

    Transport& m_inner;
    Overheard& m_overheard;
    SeededRandom& m_random;
    int m_call = 0;
};

}  // namespace prohori
