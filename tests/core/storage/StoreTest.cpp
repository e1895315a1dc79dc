// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/Connection.h"
#include "StoreContent.h"

#include <QFile>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

class StoreTest : public QObject {
    Q_OBJECT
private slots:
    void aNewStoreIsEmptyAndSound()
    {
        StoreDesk desk;
        desk.create();
        QCOMPARE(desk.store->replica(), desk.officer.replica);
        QCOMPARE(desk.store->lastCounter(), 0);
        QVERIFY(desk.store->lastChange().isNull());
        QVERIFY(!desk.store->needsRemint());
        QCOMPARE(desk.store->directory().people().size(), 3);
        QVERIFY(desk.store->cases({})->isEmpty());
        QVERIFY(desk.store->outbox(9).isEmpty());
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void nothingOfTheFilesIsReadable()
    {
        StoreDesk desk;
        desk.create();
        PROHORI_GOOD(
            desk.store->save(*desk.newCase(desk.officer, {set(field::kPoliceStation, "Kotwalimark")})));
        for (const QString& name : {u"store.db"_s, u"store.db-wal"_s, u"anchor"_s}) {
            const QByteArray bytes = fileBytes(desk.folder() + u'/' + name);
            QVERIFY2(!bytes.isEmpty(), qPrintable(name));
            QVERIFY2(!bytes.contains("Kotwalimark") && !bytes.contains("SQLite format"), qPrintable(name));
        }
        const QString unsent = desk.folder() + u"/unsent/"_s;
        QVERIFY(!fileBytes(unsent + namesIn(unsent).first()).contains("Kotwalimark"));
    }

    void whatWasSavedIsThereAfterReopening()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.officer, {set(field::kPoliceStation, "Kotwali")});
        const auto state = desk.store->save(*made);
        QVERIFY2(state, why(state));
        QCOMPARE(shown(*state, caseField(field::kPoliceStation)), u"\"Kotwali\""_s);
        const auto edited = desk.edit(desk.officer, {made}, {set(field::kPoliceStation, "Sadar")});
        PROHORI_GOOD(desk.store->save(*edited));
        const auto digest = *desk.store->foldDigest();
        desk.reopen();
        QCOMPARE(desk.store->lastCounter(), 2);
        QCOMPARE(desk.store->lastChange(), edited->id());
        QCOMPARE(desk.store->replicaKey().publicKey(), desk.officer.replicaKey.publicKey());
        const auto again = desk.store->state(made->body().record);
        QVERIFY(again);
        QCOMPARE(shown(*again, caseField(field::kPoliceStation)), u"\"Sadar\""_s);
        QCOMPARE(desk.store->history(made->body().record)->heads(), QList<ChangeId>{edited->id()});
        QCOMPARE(*desk.store->foldDigest(), digest);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void aWrongKeyOpensNothing()
    {
        StoreDesk desk;
        desk.create();
        desk.store.reset();
        QVERIFY(QFile::remove(desk.folder() + u"/anchor"_s));
        const auto opened = Store::open(desk.folder(), SecretBytes::random(32), desk.clock);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Locked);
        QVERIFY(!Store::open(desk.folder(), SecretBytes::random(16), desk.clock));
        QVERIFY(!Store::open(desk.path(u"nowhere"_s), desk.dataKey(), desk.clock));
    }

    void oneProgramAtATime()
    {
        StoreDesk desk;
        desk.create();
        const auto second = Store::open(desk.folder(), desk.dataKey(), desk.clock);
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Locked);
        QCOMPARE(second.error().hint, u"store-busy"_s);
        QVERIFY(second.error().detail.contains(QString::number(QCoreApplication::applicationPid())));
    }

    void aSaveThatBreaksTheChainOrTheRulesIsRefused()
    {
        StoreDesk desk;
        desk.create();
        const auto first = desk.newCase(desk.officer);
        const auto second = desk.newCase(desk.officer);
        const auto gap = desk.store->save(*second);
        QVERIFY(!gap);
        QCOMPARE(gap.error().code, ErrorCode::Conflict);
        const auto foreign = desk.store->save(*desk.newCase(desk.reviewer));
        QVERIFY(!foreign);
        QCOMPARE(foreign.error().code, ErrorCode::Conflict);
        PROHORI_GOOD(desk.store->save(*first));
        PROHORI_GOOD(desk.store->save(*second));
        // A recorder does not return cases to himself.
        const auto wrong = desk.store->save(*desk.edit(desk.officer, {first}, {act(ActKind::Return)}));
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, ErrorCode::Refused);
        QVERIFY(!wrong.error().hint.isEmpty());
        QCOMPARE(desk.store->counts().changes, 2);
        QCOMPARE(desk.store->lastCounter(), 2);
        QCOMPARE(namesIn(desk.folder() + u"/unsent"_s).size(), 2);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void severalAreSavedAllOrNone()
    {
        StoreDesk desk;
        desk.create();
        const auto one = desk.newCase(desk.officer);
        const auto two = desk.edit(desk.officer, {one}, {act(ActKind::Return)});
        QVERIFY(!desk.store->saveAll({*one, *two}));
        QVERIFY(!desk.holds(one));
        QCOMPARE(namesIn(desk.folder() + u"/unsent"_s).size(), 0);
        StoreDesk other;
        other.create();
        const auto first = other.newCase(other.officer);
        const auto second = other.edit(other.officer, {first}, {submitItem()});
        PROHORI_GOOD(other.store->saveAll({*first, *second}));
        QCOMPARE(namesIn(other.folder() + u"/unsent"_s).size(), 1);
        PROHORI_GOOD(other.store->saveAll({*first, *second}));
        QCOMPARE(other.store->counts().changes, 2);
    }

    void aListShowsOneLineACase()
    {
        StoreDesk desk;
        desk.create();
        const StoreContent content(desk);
        const auto row = desk.store->caseRow(content.own[0]->body().record);
        QVERIFY(row);
        QCOMPARE(row->localRef, content.own[0]->body().creation->localRef);
        QCOMPARE(row->nationalRef, u"BD-2026-000017"_s);
        QCOMPARE(row->caseClass, u"tip"_s);
        QCOMPARE(row->policeStation, u"Kotwali"_s);
        QCOMPARE(row->riskLevel, u"high"_s);
        QCOMPARE(row->districtCode, u"41"_s);
        QCOMPARE(row->victims, 1);
        QCOMPARE(row->suspects, 1);
        QVERIFY(row->hasApproval && row->changedSinceApproval);
        QCOMPARE(row->creator, 7);
        QCOMPARE(row->lastSubmitter, 7);
        QCOMPARE(row->unsent, 1);
        const auto disputed = desk.store->caseRow(content.own[3]->body().record);
        QVERIFY(disputed);
        QCOMPARE(disputed->conflicts, 1);
        QVERIFY(!desk.store->caseRow(RecordId::fromBytes(QByteArray(16, 'x'))));
        const auto counts = desk.store->counts();
        QCOMPARE(counts.cases, 4);
        QCOMPARE(counts.conflicts, 1);
        QCOMPARE(counts.quarantined, 2);
        QCOMPARE(counts.waiting, 1);
        QCOMPARE(counts.custody, 1);
        QCOMPARE(counts.safe, 1);
        QCOMPARE(counts.unsent, 3);
    }

    void pagesByKeyMeetEveryCaseOnceNewestFirst()
    {
        StoreDesk desk;
        desk.create();
        QList<Change> all;
        for (int i = 0; i < 57; ++i)
            all.append(
                *desk.newCase(desk.officer, {set(field::kPoliceStation, i % 3 ? "Kotwali" : "Sadar")}));
        // Many in the same millisecond, then some later.
        PROHORI_GOOD(desk.store->saveAll(all.mid(0, 30)));
        for (const Change& change : all.mid(30)) {
            desk.clock.advance(std::chrono::milliseconds(5));
            PROHORI_GOOD(desk.store->save(change));
        }
        CaseFilter filter;
        filter.limit = 10;
        QList<RecordId> seen;
        for (int page = 0; page < 9; ++page) {
            const auto rows = desk.store->cases(filter);
            QVERIFY(rows);
            for (const CaseRow& row : *rows)
                seen.append(row.record);
            if (rows->isEmpty())
                break;
            filter.after = PageKey{rows->last().updated.msSinceEpoch, rows->last().key};
            // What is new does not shift the pages that follow.
            if (page == 1) {
                desk.clock.advance(std::chrono::seconds(1));
                PROHORI_GOOD(desk.store->save(*desk.newCase(desk.officer)));
            }
        }
        QCOMPARE(seen.size(), 57);
        QCOMPARE(seen.first(), all.last().body().record);
        QCOMPARE(QSet<RecordId>(seen.begin(), seen.end()).size(), 57);
    }

    void filtersAndCountsAgree()
    {
        StoreDesk desk;
        desk.create();
        const StoreContent content(desk);
        const auto filtered = [&](const std::function<void(CaseFilter&)>& set) {
            CaseFilter filter;
            set(filter);
            const auto rows = desk.store->cases(filter);
            const auto count = desk.store->countCases(filter);
            return rows && count && *count == rows->size() ? int(rows->size()) : -1;
        };
        QCOMPARE(filtered([](CaseFilter&) {}), 4);
        QCOMPARE(filtered([](CaseFilter& filter) { filter.onlyConflicts = true; }), 1);
        QCOMPARE(filtered([](CaseFilter& filter) { filter.onlyUnsent = true; }), 2);
        QCOMPARE(filtered([](CaseFilter& filter) { filter.onlyChangedSinceApproval = true; }), 1);
        QCOMPARE(filtered([](CaseFilter& filter) { filter.creator = 8; }), 1);
        QCOMPARE(filtered([](CaseFilter& filter) { filter.creator = 99; }), 0);
        QCOMPARE(filtered([](CaseFilter& filter) { filter.phase = RecordPhase::Draft; }),
                 desk.store->countInPhase(RecordPhase::Draft));
        CaseFilter all;
        QCOMPARE(*desk.store->countCases(all, 2), 3);  // more than the cap
        CaseFilter both;
        both.creator = 7;
        both.search = u"kotwali"_s;
        QCOMPARE(desk.store->cases(both)->size(), 1);
    }

    void searchFindsWordsByTheirBeginnings_data()
    {
        QTest::addColumn<QString>("search");
        QTest::addColumn<bool>("found");
        QTest::newRow("whole word") << u"কোতোয়ালী"_s << true;
        QTest::newRow("beginning with a vowel sign") << u"কোতো"_s << true;
        QTest::newRow("two words in any order") << u"মডেল কোতোয়ালী"_s << true;
        QTest::newRow("with a conjunct") << u"চট্টগ্রাম"_s << true;
        QTest::newRow("another vowel sign is another word") << u"কিতো"_s << false;
        QTest::newRow("Bangla digits") << u"২৩"_s << true;
        QTest::newRow("ASCII digits") << u"23/2026"_s << true;
        QTest::newRow("English in another case") << u"SADAR"_s << true;
        QTest::newRow("the local reference") << u"41-2026-AA"_s << true;
        QTest::newRow("the middle of a word") << u"তোয়ালী"_s << false;
        QTest::newRow("one word that is nowhere") << u"কোতোয়ালী zzz"_s << false;
        QTest::newRow("signs only") << u"\" ' * --"_s << false;
        QTest::newRow("an operator is a word") << u"sadar OR zzz"_s << false;
        QTest::newRow("a quote is no end") << u"\"sadar\" NEAR(x)"_s << false;
    }

    void searchFindsWordsByTheirBeginnings()
    {
        QFETCH(const QString, search);
        QFETCH(const bool, found);
        StoreDesk desk;
        desk.create();
        PROHORI_GOOD(desk.store->save(
            *desk.newCase(desk.officer, {set(field::kPoliceStation, "কোতোয়ালী মডেল থানা, চট্টগ্রাম"),
                                         set(field::kFirNo, "২৩/2026"), set(field::kGdNo, "Sadar 9")})));
        CaseFilter filter;
        filter.search = search;
        const auto rows = desk.store->cases(filter);
        QVERIFY2(rows, why(rows));
        QCOMPARE(rows->size(), found ? 1 : 0);
    }

    void searchFollowsTheFold()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.officer, {set(field::kPoliceStation, "Kotwali")});
        PROHORI_GOOD(desk.store->save(*made));
        PROHORI_GOOD(
            desk.store->save(*desk.edit(desk.officer, {made}, {set(field::kPoliceStation, "Pahartali")})));
        CaseFilter filter;
        filter.search = u"kotwali"_s;
        QVERIFY(desk.store->cases(filter)->isEmpty());
        filter.search = u"pahar"_s;
        QCOMPARE(desk.store->cases(filter)->size(), 1);
    }

    void onlyAllowedFieldsAndNoSealedValuesAreSearched()
    {
        // SEC-70
        StoreDesk desk;
        desk.create();
        PROHORI_GOOD(desk.store->save(
            *desk.newCase(desk.officer, {set(199, "Rahimamark"),
                                         set({field::kVictimGroup, rowId(1), 201}, text("Karimamark"))})));
        for (const QString& word : {u"Rahimamark"_s, u"Karimamark"_s}) {
            CaseFilter filter;
            filter.search = word;
            QVERIFY(desk.store->cases(filter)->isEmpty());
        }
        desk.store.reset();
        auto file = desk.insider(desk.folder());
        QVERIFY(file);
        QCOMPARE(*file->integer(u"SELECT count(*) FROM case_words WHERE words LIKE '%mark%'"), 0);
    }

    void namesAreFoundWithTheKeyOnly()
    {
        // SEC-70: keyed tokens in the file, and no name.
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.officer);
        const auto other = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*made));
        PROHORI_GOOD(desk.store->save(*other));
        const SecretBytes key = secretOf(QByteArray(32, 'k'));
        QCOMPARE(desk.store->recordsWithoutNames(key, 9).size(), 2);
        PROHORI_GOOD(desk.store->indexNames(made->body().record, key, {u"রহিমা বেগম"_s, u"Rahima Begum"_s}));
        QCOMPARE(desk.store->recordsWithoutNames(key, 9), QList<RecordId>{other->body().record});
        const auto found = [&](const QString& search) {
            CaseFilter filter;
            filter.search = search;
            const auto rows = desk.store->cases(filter);
            return rows ? rows->size() : -1;
        };
        QCOMPARE(found(u"rahima"_s), 0);
        desk.store->setNameTokenKey(key);
        QCOMPARE(found(u"rahima"_s), 1);
        QCOMPARE(found(u"BEGUM"_s), 1);
        QCOMPARE(found(u"রহিমা"_s), 1);
        QCOMPARE(found(u"rahi"_s), 0);
        QCOMPARE(found(u"rahima 41-2026"_s), 1);
        desk.store->setNameTokenKey(secretOf(QByteArray(32, 'o')));
        QCOMPARE(found(u"rahima"_s), 0);
        desk.store->setNameTokenKey({});
        QCOMPARE(found(u"rahima"_s), 0);
        QVERIFY(!desk.store->indexNames(made->body().record, {}, {u"Rahima"_s}));
        // A record that changed since is to be indexed again.
        PROHORI_GOOD(desk.store->save(*desk.edit(desk.officer, {made}, {set(field::kFirNo, "1")})));
        QCOMPARE(desk.store->recordsWithoutNames(key, 9).size(), 2);
        PROHORI_GOOD(desk.store->indexNames(made->body().record, key, {u"Karima"_s}));
        desk.store->setNameTokenKey(key);
        QCOMPARE(found(u"rahima"_s), 0);
        QCOMPARE(found(u"karima"_s), 1);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void recordsAreFoundByTheBeginningOfTheirIds()
    {
        StoreDesk desk;
        desk.create();
        const auto one = desk.newCase(desk.officer);
        const auto two = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->saveAll({*one, *two}));
        const RecordId id = one->body().record;
        for (const QString& prefix :
             {id.toString(), id.toString().left(13), id.toString().remove(u'-').left(20).toUpper(),
              one->body().creation->localRef})
            QVERIFY2(desk.store->findByPrefix(prefix)->contains(id), qPrintable(prefix));
        QCOMPARE(desk.store->findByPrefix(u"41-2026-AA"_s)->size(), 2);
        QVERIFY(desk.store->findByPrefix(u"zz"_s)->isEmpty());
        QVERIFY(desk.store->findByPrefix({})->isEmpty());
        QVERIFY(desk.store->findByPrefix(u"%"_s)->isEmpty());
    }

    void draftsAreKeptUntilTheyAreRemoved()
    {
        StoreDesk desk;
        desk.create();
        Draft draft{QByteArray(16, 'a'),
                    7,
                    RecordId::fromBytes(QByteArray(16, 'r')),
                    {ChangeId::fromBytes(QByteArray(32, 'c'))},
                    {{u"নাম"_s, u"রহিমা"_s}},
                    desk.clock.now()};
        PROHORI_GOOD(desk.store->saveDraft(draft));
        draft.content = {{u"নাম"_s, u"করিমা"_s}};
        PROHORI_GOOD(desk.store->saveDraft(draft));
        PROHORI_GOOD(desk.store->saveDraft({QByteArray(16, 'b'), 8, {}, {}, {}, desk.clock.now()}));
        desk.reopen();
        const auto drafts = desk.store->drafts(7);
        QCOMPARE(drafts.size(), 1);
        QCOMPARE(drafts[0].content, draft.content);
        QCOMPARE(drafts[0].base, draft.base);
        QCOMPARE(drafts[0].record, draft.record);
        QVERIFY(desk.store->drafts(8)[0].record.isNull());
        PROHORI_GOOD(desk.store->removeDraft(draft.id));
        QVERIFY(desk.store->drafts(7).isEmpty());
        QVERIFY(!desk.store->saveDraft({QByteArray(3, 'x'), 7, {}, {}, {}, desk.clock.now()}));
    }

    void theJournalIsChained()
    {
        StoreDesk desk;
        desk.create();
        for (int i = 0; i < 5; ++i) {
            desk.clock.advance(std::chrono::seconds(1));
            PROHORI_GOOD(
                desk.store->journal({desk.clock.now(), 7, JournalEvent::IdentityOpened,
                                     RecordId::fromBytes(QByteArray(16, 'r')), u"reason-%1"_s.arg(i)}));
        }
        desk.reopen();
        const auto lines = desk.store->journalEntries(3);
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines[0].reason, u"reason-4"_s);
        QCOMPARE(lines[2].reason, u"reason-2"_s);
        QCOMPARE(lines[0].person, 7);
        QCOMPARE(faultsIn(*desk.store), QString());
        desk.store.reset();
        auto file = desk.insider(desk.folder());
        QVERIFY(file);
        QVERIFY(!file->run(u"DELETE FROM journal"));
        QVERIFY(!file->run(u"UPDATE journal SET person = 1"));
        QVERIFY(!file->run(u"DELETE FROM log") || *file->integer(u"SELECT count(*) FROM log") == 0);
    }

    void settingsAreTextOrBytes()
    {
        StoreDesk desk;
        desk.create();
        QCOMPARE(desk.store->setting(u"language"_s, u"en"_s), u"en"_s);
        PROHORI_GOOD(desk.store->setSetting(u"language"_s, u"bn"_s));
        PROHORI_GOOD(desk.store->setBlobSetting(u"language"_s, QByteArray("\0\1", 2)));
        desk.reopen();
        QCOMPARE(desk.store->setting(u"language"_s), u"bn"_s);
        QCOMPARE(desk.store->blobSetting(u"language"_s), QByteArray("\0\1", 2));
        QVERIFY(desk.store->blobSetting(u"nothing"_s).isEmpty());
    }

    void aDamagedRecordIsAnErrorAndNoEmptyCase()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.colleague);
        PROHORI_GOOD(desk.frame({made}));
        desk.store.reset();
        {
            auto file = desk.insider(desk.folder());
            QVERIFY(file);
            PROHORI_GOOD(file->run(u"UPDATE log SET packed = randomblob(90)"));
        }
        desk.reopen();
        const auto state = desk.store->state(made->body().record);
        QVERIFY(!state);
        QCOMPARE(state.error().code, ErrorCode::Damaged);
        QCOMPARE(desk.store->state(RecordId::fromBytes(QByteArray(16, 'x'))).error().code,
                 ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(StoreTest)
#include "StoreTest.moc"
