// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/Crypto.h"

#include <array>
#include <memory>

namespace prohori {

/// BLAKE2b-256 of bytes that come piece by piece.
class HashStream {
public:
    HashStream();
    ~HashStream();
    HashStream(HashStream&&) noexcept;
    HashStream& operator=(HashStream&&) noexcept;

    void add(QByteArrayView bytes);
    /// Ends it; nothing is added after.
    QByteArray finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

inline constexpr qsizetype kStreamHeaderBytes = 24;
inline constexpr qsizetype kStreamOverhead = 17;  ///< bytes that a piece grows by

/** A long text as a row of sealed pieces (libsodium's secretstream, XChaCha20-Poly1305): none can be altered, moved, doubled, left out or
    put in without the reader noticing, and only one piece is in memory. That the last piece came is for the reader to ask.
*/
class StreamSealer {
public:
    /// @param key 32 bytes, of this stream alone.
    StreamSealer(const SecretBytes& key, Context context);
    ~StreamSealer();

    const QByteArray& header() const { return m_header; }
    /// `associated` is bound to the piece and not in it.
    QByteArray seal(QByteArrayView plain, bool isLast, const QByteArray& associated = {});

private:
    struct State;
    std::unique_ptr<State> m_state;
    QByteArray m_header;
    QByteArray m_context;
};

class StreamOpener {
public:
    StreamOpener(const SecretBytes& key, Context context, const QByteArray& header);
    ~StreamOpener();

    /// Fails with Refused for a piece that is not the next one, or was altered. After the last piece every piece is refused.
    Result<QByteArray> open(const QByteArray& piece, const QByteArray& associated = {});
    bool hasEnded() const { return m_hasEnded; }

private:
    struct State;
    std::unique_ptr<State> m_state;
    QByteArray m_context;
    bool m_isGood = false, m_hasEnded = false;
};

}  // namespace prohori
