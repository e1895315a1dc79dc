// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/MessageReader.h"
#include "sync/wire/Messages.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

namespace answerkey {

/// Keys of an answer's body: part of the protocol, see PROTOCOL.md.
enum Key : int {
    kProtocol = 0,
    kTime = 1,
    kVerdicts = 2,
    kReceipt = 3,
    kFrames = 4,
    kStatements = 5,
    kStatementCursor = 6,
    kAnnotations = 7,
    kKnownCounter = 8,
    kKnownHead = 9,
    kSafeCounter = 10,
    kRemint = 11,
    kMore = 12,
    kError = 13,
    kExpectedCounter = 14,
    kJournal = 15,
    kJournals = 16,
    kJournalsThrough = 17,
    kEarlier = 18,
    kSetBack = 19,
    kDictionaries = 20,
    kAhead = 21,
    kOrder = 22,
};

}  // namespace answerkey

/// Keys of a receipt's body.
enum ReceiptKey : int { kReceiptHub = 0, kReceiptTime = 1, kReceiptCount = 2, kReceiptHash = 3 };

constexpr int kAnswerDepth = 6;  ///< lines of journals handed to an auditor are the deepest
constexpr int kVerdictRunParts = 3;
constexpr quint64 kMaxVerdicts = 1'000'000;
constexpr qsizetype kMaxReceiptBytes = 1024;

QByteArray receiptText(const QByteArray& body)
{
    return Cbor(Cbor::Array{Cbor(u"receipt"_s), Cbor(body)}).encode();
}

}  // namespace

QByteArray answerText(const HubId& hub, const QByteArray& requestHash, const QByteArray& body)
{
    return Cbor(Cbor::Array{Cbor(u"answer"_s), Cbor(hub.toBytes()), Cbor(requestHash), Cbor(blake2b(body))})
        .encode();
}

Cbor verdictsToCbor(const QList<WireVerdict>& verdicts)
{
    Cbor::Array runs;
    for (qsizetype at = 0; at < verdicts.size();) {
        const WireVerdict& first = verdicts[at];
        qsizetype end = at;
        while (end < verdicts.size() && verdicts[end].delivery == first.delivery
               && verdicts[end].refusal == first.refusal)
            ++end;
        runs.insert(runs.end(),
                    {Cbor(qint64(end - at)), Cbor(int(first.delivery)), Cbor(int(first.refusal))});
        at = end;
    }
    return Cbor(std::move(runs));
}

QList<WireVerdict> readVerdicts(MessageReader& in, int key)
{
    const auto isWithin = [](const Cbor& value, qint64 least, qint64 most) {
        return value.isInt() && value.toInt() >= least && value.toInt() <= most;
    };
    const Cbor::Array& runs = in.array(key);
    in.require(runs.size() % kVerdictRunParts == 0);
    QList<WireVerdict> verdicts;
    for (std::size_t at = 0; in.isGood() && at < runs.size(); at += kVerdictRunParts) {
        in.require(isWithin(runs[at], 1, qint64(kMaxVerdicts) - verdicts.size())
                   && isWithin(runs[at + 1], 0, 255) && isWithin(runs[at + 2], 0, 255));
        if (in.isGood())
            verdicts.resize(verdicts.size() + runs[at].toInt(),
                            WireVerdict{static_cast<quint8>(runs[at + 1].toInt()),
                                        static_cast<quint8>(runs[at + 2].toInt())});
    }
    return verdicts;
}

Cbor annotationsToCbor(const QList<Annotation>& annotations)
{
    Cbor::Array list;
    for (const Annotation& note : annotations)
        list.emplace_back(Cbor::Array{Cbor(note.record.toBytes()), Cbor(note.nationalRef),
                                      Cbor(note.received.msSinceEpoch), Cbor(note.approval.toBytes())});
    return Cbor(std::move(list));
}

QList<Annotation> readAnnotations(MessageReader& in, int key)
{
    QList<Annotation> annotations;
    for (const Cbor& value : in.array(key)) {
        const Cbor::Array& parts = value.toArray();
        in.require(parts.size() == 4);
        if (!in.isGood())
            break;
        const Annotation note{RecordId::fromBytes(parts[0].toBytes()), parts[1].toText(),
                              Instant::fromMs(parts[2].toInt()), ChangeId::fromBytes(parts[3].toBytes())};
        in.require(!note.record.isNull() && !note.approval.isNull() && parts[1].isText()
                   && note.nationalRef.size() <= kMaxCodeLength && parts[2].isInt());
        annotations.append(note);
    }
    return annotations;
}

namespace {

Result<SyncAnswer> readAnswer(const Cbor& body)
{
    MessageReader in(body);
    SyncAnswer answer;
    answer.protocol = static_cast<int>(std::min<quint64>(in.count(answerkey::kProtocol), 1'000'000));
    answer.hubTime = Instant::fromMs(static_cast<qint64>(in.count(answerkey::kTime)));
    answer.verdicts = readVerdicts(in, answerkey::kVerdicts);
    answer.receipt = in.bytes(answerkey::kReceipt);
    answer.statementCursor = in.count(answerkey::kStatementCursor);
    answer.annotations = readAnnotations(in, answerkey::kAnnotations);
    answer.knownCounter = in.count(answerkey::kKnownCounter);
    answer.knownHead = in.id<ChangeId>(answerkey::kKnownHead);
    answer.safeCounter = in.count(answerkey::kSafeCounter);
    answer.remint = in.flag(answerkey::kRemint);
    answer.more = in.flag(answerkey::kMore);
    answer.error = in.text(answerkey::kError, kMaxCodeLength);
    answer.expectedRequestCounter = in.count(answerkey::kExpectedCounter);
    if (!body[Cbor(int(answerkey::kJournal))].isNull())
        answer.journal = readJournalVerdict(in, answerkey::kJournal);
    answer.journals = readJournals(in, answerkey::kJournals);
    answer.journalsThrough = in.count(answerkey::kJournalsThrough);
    answer.earlier = readEarlierSafe(in, in.array(answerkey::kEarlier));
    answer.dictionaries = readDictionaries(in, answerkey::kDictionaries);
    if (const Cbor& setBack = body[Cbor(int(answerkey::kSetBack))]; !setBack.isNull())
        answer.setBack = readSetBack(in, setBack);
    if (const Cbor& ahead = body[Cbor(int(answerkey::kAhead))]; !ahead.isNull())
        answer.ahead = readAheadFrames(in, ahead);
    if (const Cbor& order = body[Cbor(int(answerkey::kOrder))]; answer.ahead && !order.isNull())
        readAheadOrder(in, order, *answer.ahead);
    auto statements = bytesFromCbor(in.array(answerkey::kStatements));
    if (!statements)
        return statements.error();
    answer.statements = std::move(*statements);
    for (const Cbor& value : in.array(answerkey::kFrames)) {
        auto frame = frameFromCbor(value);
        if (!frame)
            return frame.error();
        answer.frames.append(std::move(*frame));
    }
    if (!in.isGood())
        return Error{ErrorCode::Invalid, u"an answer breaks the form of the protocol"_s};
    return answer;
}

QByteArray receiptHash(const QList<ChangeId>& changes, const QList<WireVerdict>& verdicts)
{
    QByteArray list;
    list.reserve(changes.size() * (ChangeId::kSize + 2));
    for (qsizetype i = 0; i < changes.size(); ++i) {
        list.append(changes[i].toBytes());
        list.append(static_cast<char>(verdicts[i].delivery));
        list.append(static_cast<char>(verdicts[i].refusal));
    }
    return blake2b(list);
}

}  // namespace

QByteArray SyncAnswer::encode(const SigningKey& hubKey) const
{
    Cbor body = Cbor::map({{Cbor(int(answerkey::kProtocol)), Cbor(protocol)},
                           {Cbor(int(answerkey::kTime)), Cbor(hubTime.msSinceEpoch)}});
    const auto put = [&body](answerkey::Key key, bool present, const Cbor& value) {
        if (present)
            body.set(Cbor(int(key)), value);
    };
    put(answerkey::kVerdicts, !verdicts.isEmpty(), verdictsToCbor(verdicts));
    put(answerkey::kReceipt, !receipt.isEmpty(), Cbor(receipt));
    Cbor::Array framesOut;
    for (const Frame& frame : frames)
        framesOut.push_back(frameToCbor(frame));
    put(answerkey::kFrames, !frames.isEmpty(), Cbor(std::move(framesOut)));
    put(answerkey::kStatements, !statements.isEmpty(), bytesToCbor(statements));
    put(answerkey::kStatementCursor, statementCursor != 0, Cbor(statementCursor));
    put(answerkey::kAnnotations, !annotations.isEmpty(), annotationsToCbor(annotations));
    put(answerkey::kKnownCounter, knownCounter != 0, Cbor(knownCounter));
    put(answerkey::kKnownHead, !knownHead.isNull(), Cbor(knownHead.toBytes()));
    put(answerkey::kSafeCounter, safeCounter != 0, Cbor(safeCounter));
    put(answerkey::kRemint, remint, Cbor(true));
    put(answerkey::kMore, more, Cbor(true));
    put(answerkey::kError, !error.isEmpty(), Cbor(error));
    put(answerkey::kExpectedCounter, expectedRequestCounter != 0, Cbor(expectedRequestCounter));
    put(answerkey::kDictionaries, !dictionaries.isEmpty(), dictionariesToCbor(dictionaries));
    if (journal)
        put(answerkey::kJournal, true, journalVerdictToCbor(*journal));
    put(answerkey::kJournals, !journals.isEmpty(), journalsToCbor(journals));
    put(answerkey::kJournalsThrough, journalsThrough != 0, Cbor(journalsThrough));
    put(answerkey::kEarlier, !earlier.isEmpty(), earlierSafeToCbor(earlier));
    if (setBack)
        put(answerkey::kSetBack, true, setBackToCbor(*setBack));
    if (ahead)
        put(answerkey::kAhead, true, aheadFramesToCbor(*ahead));
    if (ahead && ahead->order)
        put(answerkey::kOrder, true, aheadOrderToCbor(*ahead));

    const QByteArray content = body.encode();
    return makeEnvelope(content, hubKey.sign(Context::Receipt, answerText(hub, requestHash, content)));
}

Result<SyncAnswer> SyncAnswer::decode(const QByteArray& bytes, const HubId& hubKey,
                                      const QByteArray& requestHash)
{
    const auto envelope = openEnvelope(bytes, kMaxBodyBytes);
    if (!envelope)
        return envelope.error();
    if (!verifySignature(Context::Receipt, hubKey.toBytes(),
                         answerText(hubKey, requestHash, envelope->content), envelope->signature))
        return Error{ErrorCode::Refused,
                     u"the answer does not belong to this request or is not from the certified hub"_s,
                     u"wrong-hub"_s};
    const auto body = Cbor::decode(envelope->content, {kMaxBodyBytes, kAnswerDepth});
    if (!body)
        return body.error();
    auto answer = readAnswer(*body);
    if (answer) {
        answer->hub = hubKey;
        answer->requestHash = requestHash;
    }
    return answer;
}

QByteArray makeReceipt(const SigningKey& hubKey, Instant time, const QList<ChangeId>& changes,
                       const QList<WireVerdict>& verdicts)
{
    Q_ASSERT_X(changes.size() == verdicts.size(), "makeReceipt", "one verdict for one change");
    const QByteArray body = Cbor::map({{Cbor(int(kReceiptHub)), Cbor(hubKey.publicKey())},
                                       {Cbor(int(kReceiptTime)), Cbor(time.msSinceEpoch)},
                                       {Cbor(int(kReceiptCount)), Cbor(qint64(changes.size()))},
                                       {Cbor(int(kReceiptHash)), Cbor(receiptHash(changes, verdicts))}})
                                .encode();
    return makeEnvelope(body, hubKey.sign(Context::Receipt, receiptText(body)));
}

std::optional<ReceiptFacts> readReceipt(const QByteArray& receipt)
{
    const auto envelope = openEnvelope(receipt, kMaxReceiptBytes);
    const auto body =
        envelope ? Cbor::decode(envelope->content, {kMaxReceiptBytes, 2}) : Result<Cbor>(Cbor());
    if (!envelope || !body)
        return {};
    const ReceiptFacts facts{HubId::fromBytes((*body)[Cbor(int(kReceiptHub))].toBytes()),
                             Instant::fromMs((*body)[Cbor(int(kReceiptTime))].toInt()),
                             (*body)[Cbor(int(kReceiptCount))].toInt()};
    if (facts.hub.isNull()
        || !verifySignature(Context::Receipt, facts.hub.toBytes(), receiptText(envelope->content),
                            envelope->signature))
        return {};
    return facts;
}

bool receiptCovers(const QByteArray& receipt, const HubId& hub, const QList<ChangeId>& changes,
                   const QList<WireVerdict>& verdicts)
{
    if (changes.size() != verdicts.size())
        return false;
    const auto envelope = openEnvelope(receipt, kMaxReceiptBytes);
    if (!envelope
        || !verifySignature(Context::Receipt, hub.toBytes(), receiptText(envelope->content),
                            envelope->signature))
        return false;
    const auto body = Cbor::decode(envelope->content, {kMaxReceiptBytes, 2});
    return body && (*body)[Cbor(int(kReceiptHub))].toBytes() == hub.toBytes()
        && (*body)[Cbor(int(kReceiptCount))].toInt() == changes.size()
        && (*body)[Cbor(int(kReceiptHash))].toBytes() == receiptHash(changes, verdicts);
}

}  // namespace prohori
