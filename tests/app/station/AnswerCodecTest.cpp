// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/AnswerCodec.h"

#include "core/secrets/Crypto.h"
#include "forms/authoring/FormCompiler.h"
#include "forms/definition/CaseForm.h"
#include "tests/forms/engine/CaseBuilder.h"
#include "tests/support/FakeClock.h"
#include "tests/support/FullCase.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// One record that grows by changes; signatures play no part here.
class Record {
public:
    explicit Record(FormPtr written = officialForm())
        : form(std::move(written)),
          keys(RecordKeys::make()),
          history(id)
    {}

    FormPtr form;  ///< that of the program that writes and reads now
    const RecordId id = [] {
        SodiumRandom random;
        return RecordId::make(random);
    }();
    RecordKeys keys;
    History history;

    /// The change that `after` makes of what is there, by somebody who holds `with`.
    Result<ChangePtr> write(const Answers& before, const Answers& after, const RecordKeys& with,
                            const Answers& readable)
    {
        ChangeWriter writer(*form, with, id);
        writer.remember(history);
        if (auto made = writer.difference(before, after, readable); !made)
            return made.error();
        ChangeBody body;
        body.record = id;
        body.counter = static_cast<quint64>(history.size()) + 1;
        body.person = 7;
        body.role = Role::Recorder;
        body.replica = ReplicaId::fromBytes(QByteArray(16, 'r'));
        body.author = CertificateId::fromBytes(QByteArray(16, 'a'));
        body.prev = m_last;
        body.claimed = FakeClock().now();
        body.formVersion = form->version();
        body.parents = history.heads();
        if (history.isEmpty())
            body.creation = Creation{u"tip-case"_s, u"41"_s, u"41-2026-01-0001"_s, Cbor()};
        if (auto done = writer.finish(body); !done)
            return done.error();
        const auto change = std::make_shared<const Change>(Change::make(body, QByteArray(64, 's')));
        m_last = change->id();
        if (auto added = history.add(change); !added)
            return added.error();
        return change;
    }
    ChangePtr write(const Answers& before, const Answers& after)
    {
        const auto change = write(before, after, keys, before);
        if (!change)
            qFatal("%s", qPrintable(change.error().detail));
        return *change;
    }

    RecordState state() const { return fold(history); }
    Answers read(const RecordKeys& with) const { return AnswerReader(*form, history, with).answers(state()); }
    Answers read() const { return read(keys); }

private:
    ChangeId m_last;
};

/// A small form for records; version 2 has one more question, another label and a retired choice.
FormPtr smallForm(int version)
{
    const QString second = version == 2 ? u"| | text | added | Added | 104 |\n"_s : QString();
    const auto workbook = readMarkdown(
        u"| survey |\n| | type | name | label | bind::ht:id |\n| | begin_group | case | Case | 1 |\n"
        "| | text | kept | %1 | 101 |\n| | select_one kind | kind | Kind | 102 |\n| | integer | count | "
        "Count | 103 |\n%2"
        "| | end_group | | | |\n| choices |\n| | list_name | name | label | retired |\n| | kind | a | A | %3 "
        "|\n"
        "| | kind | b | B | |\n| settings |\n| | form_id | version |\n| | tip-case | 202601010%4 |\n"_s
            .arg(version == 2 ? u"Another label"_s : u"Kept"_s, second, version == 2 ? u"yes"_s : QString())
            .arg(version),
        u"small.md"_s);
    if (!workbook)
        qFatal("%s", qPrintable(workbook.error().detail));
    const CompiledForm compiled = compileWorkbook(*workbook);
    if (!compiled.package)
        qFatal("%s", qPrintable(compiled.messages.value(0).toString()));
    const CaseFormReading reading = readCaseForm(compiled.package);
    if (!reading.form)
        qFatal("%s", qPrintable(reading.faults.value(0)));
    return reading.form;
}

RecordKeys only(const SecretBytes& sensitive, const SecretBytes& identifying = {})
{
    RecordKeys keys;
    keys.sensitive = sensitive;
    keys.identifying = identifying;
    return keys;
}

QStringList written(const ChangePtr& change)
{
    QStringList fields;
    const auto name = [](quint32 id) { return officialForm()->field(id)->name; };
    for (const Item& item : change->body().items) {
        if (const auto* set = get_if<SetItem>(&item))
            fields.append(name(set->key.field)
                          + (set->mergeGroup.isEmpty() ? QString() : u'@' + set->mergeGroup));
        else if (const auto* option = get_if<OptionItem>(&item))
            fields.append(
                u"%1+%2-%3"_s.arg(name(option->key.field)).arg(option->on.size()).arg(option->off.size()));
        else if (const auto* added = get_if<AddRowItem>(&item))
            fields.append(u"add "_s + officialForm()->group(added->group)->name);
        else if (const auto* removed = get_if<RemoveRowItem>(&item))
            fields.append(u"remove "_s + officialForm()->group(removed->group)->name);
        else
            fields.append(u"?"_s);
    }
    return fields;
}

}  // namespace

/// Answers become items of a change, and come back out of the fold.
class AnswerCodecTest : public QObject {
    Q_OBJECT

    FakeClock m_clock;
    std::unique_ptr<FormEngine> m_engine = makeFormEngine(officialForm(), m_clock);

    /// Numbers of a row of three that the tests below begin with.
    struct Start {
        Record record;
        CaseBuilder builder{*officialForm()};
        QString victim;
        Start()
        {
            builder.put(u"case.case_class"_s, u"tip"_s)
                .put(u"case.district_code"_s, u"41"_s)
                .put(u"case.act_types"_s, u"recruitment transfer"_s);
            builder.put(u"case.risk_level"_s, u"high"_s);
            victim = builder.addRow(u"victim"_s);
            builder.put(u"victim.full_name"_s, u"রহিমা খাতুন"_s, victim)
                .put(u"victim.age_years"_s, u"15"_s, victim);
            builder.put(u"victim.exploitation_types"_s, u"forced_labour slavery"_s, victim);
            record.write({}, builder.answers);
        }
    };

private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    void programsWithAnotherVersionOfTheFormFoldAndShowTheSame()
    {
        const FormPtr one = smallForm(1), two = smallForm(2);
        const AnswerPath kept{1, {}, 101}, kind{1, {}, 102}, count{1, {}, 103}, added{1, {}, 104};
        Record record(one);
        Answers first;
        first.set(kept, {u"as it was"_s, {}, false});
        first.set(kind, {u"a"_s, {}, false});
        record.write({}, first);
        const QByteArray digest = record.state().digest();

        // Version 2 shows what version 1 wrote, the retired choice with its label too, and adds its own.
        record.form = two;
        QCOMPARE(record.state().digest(), digest);
        QCOMPARE(record.read().values, first.values);
        QVERIFY(two->list(u"kind"_s)->find(u"a"_s)->retired);
        QCOMPARE(two->list(u"kind"_s)->find(u"a"_s)->label.in(u"en"_s), u"A"_s);
        Answers second = record.read();
        second.set(added, {u"of version 2"_s, {}, false});
        second.set(count, {u"3"_s, {}, false});
        record.write(first, second);

        // Version 1 shows what it knows, and what it does not know survives its edits.
        record.form = one;
        const Answers shown = record.read();
        QCOMPARE(shown.value(count).text, u"3"_s);
        Answers third = shown;
        third.set(kept, {u"changed by version 1"_s, {}, false});
        record.write(shown, third);
        record.form = two;
        QCOMPARE(record.read().value(added).text, u"of version 2"_s);
        QCOMPARE(record.read().value(kept).text, u"changed by version 1"_s);
    }

    void everyFieldComesBackAsItWas()
    {
        const FullCase full = makeFullCase(*m_engine, u"41"_s, false);
        QVERIFY2(full.paths.size() > 250, qPrintable(QString::number(full.paths.size())));
        Record record;
        const ChangePtr change = record.write({}, full.answers);
        const auto decoded = Change::decode(change->signedBytes(), change->signature());
        QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error().detail));
        const Answers back = record.read();
        for (auto it = full.answers.values.begin(); it != full.answers.values.end(); ++it) {
            const QString name = officialForm()->field(it.key().field)->name;
            QVERIFY2(back.value(it.key()) == it.value(), qPrintable(name));
        }
        QCOMPARE(back.values.size(), std::count_if(full.answers.values.begin(), full.answers.values.end(),
                                                   [](const Answer& one) { return !one.isBlank(); }));
        QCOMPARE(back.rows.size(), full.answers.rows.size());
        for (const AnswerRow& row : full.answers.rows) {
            QVERIFY(back.findRow(row.row));
            QCOMPARE(back.findRow(row.row)->parentRow, row.parentRow);
        }
    }

    void aRandomEditComesBackToo()
    {
        SeededRandom random(testSeed());
        const FullCase full = makeFullCase(*m_engine, u"41"_s, false);
        Record record;
        record.write({}, full.answers);
        Answers now = record.read();
        for (int round = 0; round < 60; ++round) {
            Answers edited = now;
            for (int i = 0; i < 3; ++i)
                changeOneAnswer(edited, random.oneOf(full.paths.values()), random);
            if (random.chance(20))
                edited.rows.append(
                    {officialForm()->group(u"victim"_s)->id, RowId::make(random).toString(), {}});
            if (random.chance(10) && edited.rows.size() > 3)
                edited.removeRow(random.oneOf(edited.rows).row);
            const auto change = record.write(now, edited, record.keys, now);
            QVERIFY2(change, change ? "" : qPrintable(change.error().detail));
            now = record.read();
            QCOMPARE(now.values, edited.values);
            QCOMPARE(now.rows.size(), edited.rows.size());
        }
        QVERIFY(record.state().conflicts.isEmpty());
    }

    void onlyWhatDiffersIsWritten()
    {
        Start start;
        const Answers before = start.record.read();
        ChangeWriter nothing(*officialForm(), start.record.keys, start.record.id);
        QCOMPARE(nothing.difference(before, before, before).error().code, ErrorCode::Invalid);
        nothing.remember(start.record.history);
        QVERIFY(nothing.difference(before, before, before));
        QVERIFY(nothing.isEmpty());

        Answers edited = before;
        edited.set(start.builder.path(u"case.gd_no"_s), {u"7/26"_s, {}, false});
        edited.set(start.builder.path(u"case.act_types"_s), {u"recruitment harbouring"_s, {}, false});
        QCOMPARE(written(start.record.write(before, edited)), QStringList({u"gd_no"_s, u"act_types+1-1"_s}));
        QCOMPARE(start.record.read().value(start.builder.path(u"case.act_types"_s)).text,
                 u"recruitment harbouring"_s);
    }

    void aMergeGroupIsWrittenWhole()
    {
        Start start;
        const Answers before = start.record.read();
        Answers edited = before;
        edited.set(start.builder.path(u"case.upazila_geo"_s), {u"BD404128"_s, {}, false});
        const ChangePtr change = start.record.write(before, edited);
        QCOMPARE(written(change), QStringList({u"district_code@place"_s, u"upazila_geo@place"_s}));
        QCOMPARE(start.record.read().value(start.builder.path(u"case.district_code"_s)).text, u"41"_s);
        Answers cleared = edited;
        cleared.set(start.builder.path(u"case.upazila_geo"_s), {});
        QCOMPARE(written(start.record.write(edited, cleared)).size(), 2);
        QVERIFY(start.record.read().value(start.builder.path(u"case.upazila_geo"_s)).isBlank());
    }

    void aGroupWithAMemberThatCannotBeReadIsNotTorn()
    {
        Start start;
        Answers before = start.record.read();
        Answers reasoned = before;
        reasoned.set(start.builder.path(u"case.class_change_reason"_s),
                     {u"Other facts were found"_s, {}, false});
        start.record.write(before, reasoned);
        // Somebody without the key sees the reason sealed and changes the class: half of the pair would be lost.
        before = start.record.read({});
        QVERIFY(before.value(start.builder.path(u"case.class_change_reason"_s)).sealed);
        Answers edited = before;
        edited.set(start.builder.path(u"case.case_class"_s), {u"som"_s, {}, false});
        const auto refused = start.record.write(before, edited, {}, before);
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::Refused);
        QCOMPARE(refused.error().hint, u"no-key"_s);
        // With the key the hidden half is taken along, although the editor does not show it.
        const auto done = start.record.write(before, edited, start.record.keys, start.record.read());
        QVERIFY(done);
        QCOMPARE(start.record.read().value(start.builder.path(u"case.class_change_reason"_s)).text,
                 u"Other facts were found"_s);
        QCOMPARE(start.record.read().value(start.builder.path(u"case.case_class"_s)).text, u"som"_s);
    }

    void derivedValuesAreNeverInAChange()
    {
        Record record;
        CaseBuilder builder(*officialForm());
        const QString victim = builder.addRow(u"victim"_s);
        builder.put(u"case.local_ref"_s, u"41-2026-01-0001"_s).put(u"victim.majority"_s, u"child"_s, victim);
        builder.put(u"victim.age_years"_s, u"15"_s, victim).put(u"case.victims_recorded"_s, u"1"_s);
        const ChangePtr change = record.write({}, builder.answers);
        QCOMPARE(written(change), QStringList({u"add victim"_s, u"age_years"_s}));
        // But what the form keeps: from then on the answers that led to it may be hidden.
        Answers kept = builder.answers;
        kept.set(builder.path(u"case.class_suggested"_s), {u"tip"_s, {}, false});
        QCOMPARE(written(record.write(builder.answers, kept)), QStringList{u"class_suggested"_s});
        QCOMPARE(record.read().value(builder.path(u"case.class_suggested"_s)).text, u"tip"_s);
    }

    void whatIsSealedIsNowhereInTheOpen()
    {
        FullCase full = makeFullCase(*m_engine, u"41"_s, true);
        Record record;
        const ChangePtr change = record.write({}, full.answers);
        const QByteArray bytes = change->signedBytes();
        int sealed = 0;
        int open = 0;
        for (auto it = full.answers.values.begin(); it != full.answers.values.end(); ++it) {
            const FieldDefinition& field = *officialForm()->field(it.key().field);
            if (field.type != FieldType::Text && field.type != FieldType::LongText)
                continue;
            const bool found = bytes.contains(it->text.toUtf8());
            QVERIFY2(found == (field.tier == FieldTier::Statistical), qPrintable(field.name));
            (found ? open : sealed) += 1;
        }
        QVERIFY2(sealed > 20 && open > 5, qPrintable(u"%1 sealed, %2 open"_s.arg(sealed).arg(open)));
        QCOMPARE(change->body().boxes.size(), 2);
    }

    void eachTierOpensWithItsOwnKey()
    {
        Start start;
        const AnswerPath name = start.builder.path(u"victim.full_name"_s, start.victim);
        const AnswerPath types = start.builder.path(u"victim.exploitation_types"_s, start.victim);
        const AnswerPath risk = start.builder.path(u"case.risk_level"_s);
        const AnswerPath age = start.builder.path(u"victim.age_years"_s, start.victim);
        QVERIFY(officialForm()->field(types.field)->tier == FieldTier::Sensitive);

        const Answers nobody = start.record.read({});
        QVERIFY(nobody.value(name).sealed && nobody.value(name).text.isEmpty());
        QVERIFY(nobody.value(types).sealed && nobody.value(types).text.isEmpty());
        QCOMPARE(nobody.value(age).text, u"15"_s);

        const Answers half = start.record.read(only(start.record.keys.sensitive));
        QVERIFY(half.value(name).sealed);
        QCOMPARE(half.value(risk).text, u"high"_s);
        QCOMPARE(half.value(types).text, u"forced_labour slavery"_s);

        const RecordKeys other = RecordKeys::make();
        const AnswerReader stranger(*officialForm(), start.record.history, other);
        QVERIFY(stranger.foundDamage());
        QVERIFY(stranger.answers(start.record.state()).value(name).sealed);
        QVERIFY(stranger.answers(start.record.state()).value(risk).sealed);
    }

    void withoutTheKeyNothingSealedIsWritten()
    {
        Start start;
        const Answers before = start.record.read({});
        Answers edited = before;
        edited.set(start.builder.path(u"victim.full_name"_s, start.victim), {u"Somebody else"_s, {}, false});
        const auto refused = start.record.write(before, edited, only(start.record.keys.sensitive), before);
        QVERIFY(!refused);
        QCOMPARE(refused.error().hint, u"no-key"_s);
        QVERIFY2(!refused.error().detail.contains(u"Somebody"_s),
                 "no value stands in a sentence that may be logged");
        // What is open may be written all the same, and what is sealed stays as it was.
        edited = before;
        edited.set(start.builder.path(u"victim.age_years"_s, start.victim), {u"16"_s, {}, false});
        QVERIFY(start.record.write(before, edited, {}, before));
        QCOMPARE(start.record.read().value(start.builder.path(u"victim.full_name"_s, start.victim)).text,
                 u"রহিমা খাতুন"_s);
        QCOMPARE(start.record.read().value(start.builder.path(u"victim.age_years"_s, start.victim)).text,
                 u"16"_s);
    }

    void sealedOptionsAreSwitchedOneByOne()
    {
        Start start;
        const AnswerPath types = start.builder.path(u"victim.exploitation_types"_s, start.victim);
        const Answers before = start.record.read();
        Answers edited = before;
        edited.set(types, {u"slavery surrogacy"_s, {}, false});
        const ChangePtr change = start.record.write(before, edited);
        QCOMPARE(written(change), QStringList{u"exploitation_types+1-1"_s});
        QVERIFY(!change->signedBytes().contains("surrogacy"));
        QCOMPARE(start.record.read().value(types).text, u"slavery surrogacy"_s);
    }

    void reasonsAreWrittenAndTakenBack()
    {
        Start start;
        for (const char* field :
             {"case.gd_no", "case.act_types", "case.risk_level", "case.incident_summary"}) {
            const AnswerPath path = start.builder.path(QString::fromLatin1(field));
            Answers before = start.record.read();
            Answers edited = before;
            edited.set(path, {{}, u"refused"_s, false});
            start.record.write(before, edited);
            QVERIFY2(start.record.read().value(path) == (Answer{{}, u"refused"_s, false}), field);
            before = start.record.read();
            edited = before;
            edited.set(path, {});
            start.record.write(before, edited);
            QVERIFY2(start.record.read().value(path).isBlank(), field);
        }
    }

    void rowsComeAndGoWithWhatIsInThem()
    {
        Start start;
        Answers before = start.record.read();
        Answers edited = before;
        SodiumRandom random;
        const QString referral = RowId::make(random).toString();
        const QString service = RowId::make(random).toString();
        // In any order: a row goes behind the one around it.
        edited.rows.append({officialForm()->group(u"service"_s)->id, service, referral});
        edited.rows.append({officialForm()->group(u"referral"_s)->id, referral, start.victim});
        edited.set(start.builder.path(u"service.service_type"_s, service), {u"shelter"_s, {}, false});
        QCOMPARE(written(start.record.write(before, edited)),
                 QStringList({u"add referral"_s, u"add service"_s, u"service_type"_s}));
        before = start.record.read();
        QCOMPARE(before.findRow(service)->parentRow, referral);
        edited = before;
        edited.removeRow(referral);
        const ChangePtr change = start.record.write(before, edited);
        QVERIFY(written(change).contains(u"remove referral"_s));
        const Answers after = start.record.read();
        QVERIFY(!after.findRow(referral) && !after.findRow(service));
        QVERIFY(after.value(start.builder.path(u"service.service_type"_s, service)).isBlank());
        QVERIFY(after.findRow(start.victim));
    }

    void scalarsKeepTheirKind()
    {
        const auto kind = [&](const char* path, const QString& text) {
            return scalarFor(*officialForm()->field(
                                 CaseBuilder(*officialForm()).path(QString::fromLatin1(path)).field),
                             text);
        };
        QVERIFY(kind("victim.age_years", u"15"_s).isInt());
        QVERIFY(kind("victim.age_years", u"about 15"_s).isText());  // an odd value is kept as it is
        QVERIFY(kind("victim.age_years", u"015"_s).isText());
        QVERIFY(kind("charge.is_principal", u"true"_s).isBool());
        QVERIFY(kind("case.gd_no", u"15"_s).isText());
        for (const QString& text : {u"15"_s, u"015"_s, u"true"_s, u"false"_s, u"-3"_s, u"ক"_s}) {
            QCOMPARE(textFor(kind("victim.age_years", text)), text);
            QCOMPARE(textFor(kind("charge.is_principal", text)), text);
            QCOMPARE(textFor(kind("case.gd_no", text)), text);
        }
    }

private:
    void changeOneAnswer(Answers& answers, const AnswerPath& path, SeededRandom& random) const
    {
        if (!path.row.isEmpty() && !answers.findRow(path.row))
            return;
        const FieldDefinition& field = *officialForm()->field(path.field);
        const QList<Choice> offered = m_engine->offeredChoices(path, answers);
        const int kind = random.below(4);
        if (kind == 0)
            answers.set(path, {});
        else if (kind == 1)
            answers.set(path, {{}, u"unknown"_s, false});
        else if (!offered.isEmpty())
            answers.set(path, {random.oneOf(offered).code, {}, false});
        else if (field.type == FieldType::Text || field.type == FieldType::LongText)
            answers.set(path, {u"Text %1"_s.arg(random.below(1000)), {}, false});
        else if (field.type == FieldType::Integer || field.type == FieldType::Money)
            answers.set(path, {QString::number(random.below(1000)), {}, false});
    }
};

QTEST_GUILESS_MAIN(AnswerCodecTest)
#include "AnswerCodecTest.moc"
