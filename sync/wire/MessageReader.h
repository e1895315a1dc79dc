// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Cbor.h"
#include "core/base/Ids.h"
#include "core/base/Result.h"
#include "core/cases/AttachmentManifest.h"

#include <QList>

#include <optional>

namespace prohori {

inline constexpr qsizetype kMaxCodeLength = 64;  ///< of an error, or of what stands for a sentence
inline constexpr std::size_t kMostFeeds = 16;    ///< that one message tells of what goes ahead

/** Reads the entries of a message body. Absent ones have their default; one of the wrong kind makes the whole message Invalid.
    Entries under unknown keys are passed over: a later version may add some. Inside of sync/wire only.
*/
class MessageReader {
public:
    explicit MessageReader(const Cbor& map) : m_map(map), m_good(map.isMap()) {}

    bool isGood() const { return m_good; }
    /// A whole number from 0 up.
    quint64 count(int key, quint64 otherwise = 0)
    {
        const Cbor& value = at(key, [](const Cbor& found) { return found.isInt() && found.toInt() >= 0; });
        return value.isNull() ? otherwise : static_cast<quint64>(value.toInt());
    }
    bool flag(int key)
    {
        return at(key, [](const Cbor& found) { return found.isBool(); }).toBool();
    }
    QByteArray bytes(int key)
    {
        return at(key, [](const Cbor& found) { return found.isBytes(); }).toBytes();
    }
    QString text(int key, qsizetype most)
    {
        return at(key, [most](const Cbor& found) { return found.isText() && found.toText().size() <= most; })
            .toText();
    }
    template <typename Id>
    Id id(int key)
    {
        return Id::fromBytes(at(key, [](const Cbor& found) {
                                 return found.isBytes() && found.toBytes().size() == Id::kSize;
                             }).toBytes());
    }
    const Cbor::Array& array(int key)
    {
        return at(key, [](const Cbor& found) { return found.isArray(); }).toArray();
    }
    /// A rule of the caller that the message must keep.
    void require(bool rule) { m_good = m_good && rule; }

private:
    template <typename Rule>
    const Cbor& at(int key, const Rule& rule)
    {
        static const Cbor kNone;
        const Cbor& value = m_map[Cbor(key)];
        if (value.isNull() || rule(value))
            return value;
        m_good = false;
        return kNone;
    }

    const Cbor& m_map;
    bool m_good;
};

/// [content, signature], the outer form of everything signed that travels.
QByteArray makeEnvelope(const QByteArray& content, const QByteArray& signature);
struct Envelope {
    QByteArray content, signature;
};
Result<Envelope> openEnvelope(const QByteArray& bytes, qsizetype maxBytes);

/// What the replica key signs: where the request goes, who sends it and what is in it (SEC-56).
QByteArray requestText(const QString& path, const HubId& hub, const ReplicaId& replica, quint64 counter,
                       const QByteArray& body, const CertificateId& person);
/// What the hub signs: to whom it answers is in the hash of the request, which is not sent again (SEC-57).
QByteArray answerText(const HubId& hub, const QByteArray& requestHash, const QByteArray& body);

/// Frames and statements stand in requests and answers alike.
struct Annotation;
struct Frame;
struct JournalVerdict;
struct EarlierSafe;
struct FilePart;
struct FileStanding;
struct WireAheadFrames;
struct WireCursor;
struct WireJournal;
struct WireSetBack;
struct WireVerdict;
Cbor frameToCbor(const Frame& frame);
Result<Frame> frameFromCbor(const Cbor& value);
/// Verdicts in runs of equal ones: how many, delivery, refusal, and again.
Cbor verdictsToCbor(const QList<WireVerdict>& verdicts);
QList<WireVerdict> readVerdicts(MessageReader& in, int key);
Cbor annotationsToCbor(const QList<Annotation>& annotations);
QList<Annotation> readAnnotations(MessageReader& in, int key);
Cbor journalVerdictToCbor(const JournalVerdict& verdict);
JournalVerdict readJournalVerdict(MessageReader& in, int key);
Cbor journalsToCbor(const QList<WireJournal>& journals);
QList<WireJournal> readJournals(MessageReader& in, int key);
Cbor earlierSafeToCbor(const QList<EarlierSafe>& earlier);
QList<EarlierSafe> readEarlierSafe(MessageReader& in, const Cbor::Array& parts);
Cbor setBackToCbor(const WireSetBack& setBack);
WireSetBack readSetBack(MessageReader& in, const Cbor& value);
Cbor cursorsToCbor(const QList<WireCursor>& cursors);
QList<WireCursor> readCursors(MessageReader& in, const Cbor& map);
Cbor aheadFramesToCbor(const WireAheadFrames& ahead);
WireAheadFrames readAheadFrames(MessageReader& in, const Cbor& value);
Cbor aheadOrderToCbor(const WireAheadFrames& ahead);
void readAheadOrder(MessageReader& in, const Cbor& value, WireAheadFrames& ahead);
/// [file, offset, bytes]; nothing for another form.
Cbor filePartToCbor(const FilePart& part);
std::optional<FilePart> filePartFromCbor(const Cbor& value);
/// A list of [file, state, bytes held].
Cbor standingsToCbor(const QList<FileStanding>& standings);
std::optional<QList<FileStanding>> standingsFromCbor(const Cbor::Array& list);
/// A list of ids of 32 bytes.
Cbor filesToCbor(const QList<AttachmentId>& files);
std::optional<QList<AttachmentId>> filesFromCbor(const Cbor::Array& list);
Cbor dictionariesToCbor(const QList<quint32>& dictionaries);
QList<quint32> readDictionaries(MessageReader& in, int key);
Cbor bytesToCbor(const QList<QByteArray>& list);
Result<QList<QByteArray>> bytesFromCbor(const Cbor::Array& list);

inline constexpr qsizetype kMaxScopeLength = 32;

}  // namespace prohori
