// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/FormDictionary.h"
#include "app/station/AnswerCodec.h"
#include "app/station/PracticeCases.h"
#include "core/base/RowChain.h"
#include "core/cases/ChangeDictionary.h"
#include "core/secrets/RecordKeys.h"
#include "sync/wire/Messages.h"
#include "tests/support/FakeClock.h"
#include "tests/support/Places.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The dictionary in the tree against practice cases that it was not made from. Figures are bytes, never times.
class FormDictionaryTest : public QObject {
    Q_OBJECT

    static constexpr int kCases = 30;

    FakeClock m_clock;
    std::unique_ptr<SeededRandom> m_random;
    std::unique_ptr<FormEngine> m_engine = makeFormEngine(officialForm(), m_clock);
    QList<FramedChange> m_cases;
    FrameWriter m_writer;
    double m_boxes = 0;  ///< bytes of all

    /// As a station writes it, readable for the district, the creator and the nation.
    ChangePtr newCase(const Answers& answers, const QList<BoxKey>& readers)
    {
        const RecordKeys keys = RecordKeys::make();
        ChangeBody body;
        body.record = RecordId::make(*m_random);
        ChangeWriter writer(m_engine->form(), keys, body.record);
        const auto sealed = sealRecordKeys(keys, {{readers[0].publicKey(), true},
                                                  {readers[1].publicKey(), true},
                                                  {readers[2].publicKey(), false}});
        if (!sealed)
            qFatal("no keys");
        body.replica = m_writer.replica;
        body.author = m_writer.author;
        body.counter = quint64(m_cases.size()) + 1;
        body.prev = m_cases.isEmpty() ? ChangeId() : m_cases.last().change->id();
        body.person = 7;
        body.role = Role::Recorder;
        body.claimed = m_clock.now().plus(std::chrono::minutes(m_cases.size()));
        body.formVersion = m_engine->form().version();
        body.creation = Creation{m_engine->form().formId(), u"41"_s,
                                 u"41-2026-07-%1"_s.arg(body.counter, 4, 10, QLatin1Char('0')), *sealed};
        if (!writer.difference({}, answers, {}) || !writer.finish(body))
            qFatal("a practice case cannot be written");
        for (const QByteArray& box : body.boxes)
            m_boxes += double(box.size());
        return std::make_shared<const Change>(Change::make(body, m_random->bytes(kSignatureBytes)));
    }

    double bytesOf(const Scope& feed, quint32 dictionary) const
    {
        double bytes = 0;
        for (qsizetype from = 0; from < m_cases.size();) {
            Frame frame;
            FrameWriter writer;
            if (feed.isEmpty())
                writer = {m_writer.replica, m_writer.author,
                          from == 0 ? ChangeId() : m_cases[from - 1].change->id()};
            from += packFrame(m_cases, from, feed, frame, writer, dictionary);
            bytes += double(frame.packed.size());
        }
        return bytes / kCases;
    }

    static QByteArray besideTheForm(const QString& name)
    {
        QFile file(inSource(u"forms/tip-case/%1/%2"_s).arg(officialForm()->version(), name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        m_random = std::make_unique<SeededRandom>(testSeed());
        m_writer = {ReplicaId::make(*m_random), CertificateId::make(*m_random), {}};
        const QList<BoxKey> readers{BoxKey::make(), BoxKey::make(), BoxKey::make()};
        PracticeCases maker(*m_engine, u"41"_s, testSeed(), m_clock.today());
        for (int i = 0; i < kCases; ++i)
            m_cases.append({newCase(maker.next(), readers), quint64(i + 1), m_clock.now()});
    }

    // Dictionaries lie beside the version of the form that they were made from, and all are known by their ids. The one for changes of the first format
    // stays: what was packed with it needs it.
    void theyLieBesideTheForm()
    {
        const QByteArray bytes = besideTheForm(u"dictionary-2.zstd"_s);
        QVERIFY(!bytes.isEmpty() && bytes.size() <= kFormDictionaryBytes);
        QCOMPARE(changeDictionaries().first(), dictionaryId(bytes));
        QCOMPARE(changeDictionary(dictionaryId(bytes)), bytes);
        const QByteArray before = besideTheForm(u"dictionary.zstd"_s);
        QCOMPARE(changeDictionary(899'857'013), before);
        const QByteArray sealed = besideTheForm(u"sealed.zstd"_s);
        QVERIFY(!sealed.isEmpty() && sealed.size() <= kSealedDictionaryBytes);
        QCOMPARE(sealedDictionary(1), sealed);
        QCOMPARE(blake2b(sealed).toHex(), "b7f5925f62575f3c55c12b5a99a965d5a4d9cbc1dab560f9517e5a1856ae1a27");
        QCOMPARE(latestSealedDictionary(), 1);
    }

    // With sealed values, which are random bytes to everybody else; without them a case is far below.
    void aCaseTakesLessThanAThousandBytes()
    {
        for (const Scope& feed : {Scope(), u"41"_s}) {
            const double bytes = bytesOf(feed, changeDictionaries().first());
            QVERIFY2(bytes <= 1000, qPrintable(QString::number(bytes)));
            QVERIFY2(bytes - m_boxes / kCases <= 770, qPrintable(QString::number(bytes)));
        }
    }

    void aCaseTakesFarFewerBytes()
    {
        const double boxes = m_boxes / kCases;
        for (const Scope& feed : {Scope(), u"41"_s}) {
            const double before = bytesOf(feed, 0), now = bytesOf(feed, changeDictionaries().first());
            qInfo("%s: %.0f bytes a case before, %.0f now; without boxes %.0f and %.0f",
                  feed.isEmpty() ? "up" : "down", before, now, before - boxes, now - boxes);
            QVERIFY2(now - boxes < 0.72 * (before - boxes), "the dictionary helps no more: make it anew");
        }
    }

    // What a new case needs of its rows is the first one.
    void rowsOfANewCaseFollowOneAnother()
    {
        for (const FramedChange& framed : std::as_const(m_cases)) {
            RowId before;
            for (const Item& item : framed.change->body().items) {
                const auto* added = get_if<AddRowItem>(&item);
                if (!added)
                    continue;
                QVERIFY(before.isNull() || added->row == rowAfter(before));
                before = added->row;
            }
            QVERIFY(!before.isNull());
        }
    }
};

QTEST_GUILESS_MAIN(FormDictionaryTest)
#include "FormDictionaryTest.moc"
