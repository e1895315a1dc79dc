// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/CaseJson.h"
#include "tests/app/station/TestOffice.h"
#include "tests/forms/engine/CaseBuilder.h"
#include "tests/support/StepForms.h"

#include <QTest>

using namespace prohori;

/** Cases brought to a version whose upgrade.json takes every step (forms 12.3, 12.4): rename, into-repeat, out-of-repeat, compute, park.
    `officer` has version 1 alone, `colleague`, `second` and `stranger` have 1 and 2, `later` has all three; nobody has confirmed `stranger`,
    so he reads no sealed answer.
*/
class FormUpgradeStepsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;
    const FormPtr m_first = stepForm(1);
    const FormPtr m_second = stepForm(2);

    Station& at(const QString& login) { return m_office->at(login); }
    AnswerPath old(const char* field, const QString& row = {}) const
    {
        return CaseBuilder(*m_first).path(QString::fromLatin1(field), row);
    }
    AnswerPath now(const char* field, const QString& row = {}) const
    {
        return CaseBuilder(*m_second).path(QString::fromLatin1(field), row);
    }
    template <typename T>
    static T good(Result<T> result)
    {
        if (!result)
            qFatal("%s", qPrintable(result.error().detail));
        return *result;
    }
    static QString fresh()
    {
        SodiumRandom random;
        return RowId::make(random).toString();
    }
    /// A case of version 1, known to everybody, without victims and with two suspects.
    SavedCase oldCase(const std::function<void(Answers&)>& further = {})
    {
        CaseBuilder builder(*m_first);
        builder.put(u"case.district_code"_s, u"41"_s).put(u"case.men"_s, u"3"_s).put(u"case.women"_s, u"4"_s);
        builder.put(u"case.name"_s, u"Rahima"_s).put(u"case.memo"_s, u"by hand"_s);
        builder.put(u"case.rough"_s, u"many"_s).put(u"case.thana"_s, u"Sharsha"_s);
        builder.put(u"case.phone"_s, u"+8801711000000"_s).put(u"case.village"_s, u"Benapole"_s);
        builder.put(u"case.weather"_s, u"rain"_s);
        for (const auto& [trade, leader] :
             {std::pair{u"driver"_s, u"Kalu"_s}, std::pair{u"broker"_s, u"Lalu"_s}}) {
            const QString row = fresh();
            builder.answers.rows.append({3, row, {}});
            builder.put(u"suspect.trade"_s, trade, row).put(u"suspect.ringleader"_s, leader, row);
        }
        if (further)
            further(builder.answers);
        const SavedCase saved = good(CaseDesk(at(u"officer"_s)).create(builder.answers));
        m_office->share();
        return saved;
    }
    CaseView view(const QString& login, const SavedCase& saved)
    {
        return good(CaseDesk(at(login)).view(saved.record));
    }
    CaseView opened(const QString& login, const SavedCase& saved)
    {
        return good(CaseDesk(at(login)).openIdentities(saved.record, u"case_work"_s));
    }
    CaseUpgrade preview(const QString& login, const SavedCase& saved)
    {
        return good(CaseDesk(at(login)).previewUpgrade(saved.record));
    }
    SavedCase upgrade(const QString& login, const SavedCase& saved)
    {
        return good(CaseDesk(at(login)).upgrade(saved.record));
    }
    static QString onlyRow(const CaseView& view, quint32 group)
    {
        const QList<AnswerRow> rows = view.answers.rowsOf(group);
        return rows.size() == 1 ? rows.first().row : u"%1 rows"_s.arg(rows.size());
    }
    static QString other(const CaseView& view, const AnswerPath& path)
    {
        for (const OtherAnswer& one : view.others) {
            if (one.path == path)
                return one.answer.sealed ? u"sealed"_s : one.answer.text;
        }
        return u"none"_s;
    }
    static QStringList labels(const QList<UpgradeLine>& lines)
    {
        QStringList all;
        for (const UpgradeLine& line : lines)
            all.append((line.now.isEmpty() ? line.was : line.now).in(u"en"_s)
                       + (line.why.isEmpty() ? QString() : u' ' + line.why));
        return all;
    }
    void everybodyFoldsTheSame()
    {
        const QByteArray digest = good(at(u"officer"_s).store().foldDigest());
        for (const QString& login : {u"colleague"_s, u"second"_s, u"stranger"_s, u"later"_s})
            QCOMPARE(good(at(login).store().foldDigest()), digest);
    }

private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        m_office = std::make_unique<TestOffice>();
        m_office->join(u"officer"_s, Role::Recorder, u"41"_s, stepShelf({1}));
        for (const QString& login : {u"colleague"_s, u"second"_s, u"stranger"_s})
            m_office->join(login, Role::Recorder, u"41"_s, stepShelf({1, 2}));
        m_office->join(u"later"_s, Role::Recorder, u"41"_s, stepShelf({1, 2, 3}));
        for (const QString& login : {u"officer"_s, u"colleague"_s, u"second"_s, u"later"_s})
            m_office->confirm(login);
    }
    void cleanupTestCase() { m_office.reset(); }

    void thePreviewTellsOfEveryStep()
    {
        const SavedCase saved = oldCase();
        const CaseUpgrade told = preview(u"colleague"_s, saved);
        QCOMPARE(view(u"colleague"_s, saved).state.changeCount, 1);
        QCOMPARE(labels(told.moved),
                 (QStringList{u"Police station"_s, u"Telephone"_s, u"Village"_s, u"Ringleader"_s}));
        const UpgradeLine& village = told.moved[2];
        QCOMPARE(village.path, old("case.village"));
        QCOMPARE(village.wasIn.in(u"en"_s) + u'→' + village.nowIn.in(u"en"_s), u"Case→Victim"_s);
        QCOMPARE(told.rows.size(), 1);
        QCOMPARE(village.nowPath, now("victim.village", told.rows.first().row));
        QCOMPARE(labels(told.computed), (QStringList{u"Total"_s, u"Label"_s}));
        QCOMPARE(told.computed[0].to.text, u"7"_s);
        // Worked out of a name that only who opens it with a reason may see.
        QVERIFY(told.computed[1].to.sealed);
        QVERIFY(told.answers.value(now("case.label")).sealed);
        // What is gone, what is parked, and what the second suspect says.
        QCOMPARE(labels(told.parked), (QStringList{u"Memo"_s, u"Weather"_s, u"Ringleader"_s}));
        // A row that is made had no age.
        QCOMPARE(labels(told.left), (QStringList{u"Guess no-value"_s, u"Of age no-value"_s}));
        // Identities stay closed.
        QVERIFY(told.answers.value(now("victim.phone", told.rows.first().row)).sealed);
        QVERIFY(told.answers.value(now("case.ringleader")).sealed);

        const QJsonObject json = upgradeJson(told, view(u"colleague"_s, saved).answers);
        QCOMPARE(json[u"added_rows"_s][0][u"row"_s].toString(), u"victim[1]"_s);
        QCOMPARE(json[u"moved"_s][2][u"field"_s].toString(), u"case.village"_s);
        QCOMPARE(json[u"moved"_s][2][u"now"_s].toString(), u"victim[1].village"_s);
        QCOMPARE(json[u"computed"_s][0][u"field"_s].toString(), u"case.total"_s);
        QCOMPARE(json[u"computed"_s][0][u"to"_s].toString(), u"7"_s);
        QCOMPARE(json[u"left"_s][0][u"why"_s].toString(), u"no-value"_s);
        QCOMPARE(json[u"parked"_s][2][u"field"_s].toString(), u"suspect[2].ringleader"_s);
    }

    /// Forms 12.3: nothing is lost; every old answer is in a question or beside the form.
    void theUpgradeDoesWhatItsPreviewTells()
    {
        const SavedCase saved = oldCase();
        const CaseUpgrade told = preview(u"colleague"_s, saved);
        const SavedCase done = upgrade(u"colleague"_s, saved);
        m_office->share();
        QVERIFY(!done.change.isNull());
        const CaseView shut = view(u"second"_s, saved);
        QCOMPARE(shut.state.changeCount, 2);
        QCOMPARE(shut.state.formVersion, kVersion2);
        Answers expected = told.answers;
        expected.set(now("case.label"), {u"Rahima, Benapole"_s, {}, false});  // its own tier counts now
        QCOMPARE(shut.answers.values, expected.values);
        QVERIFY(shut.answers.value(now("victim.phone", onlyRow(shut, 2))).sealed);  // identifying still
        const CaseView after = opened(u"second"_s, saved);
        const QString victim = onlyRow(after, 2);
        QCOMPARE(victim, told.rows.first().row);
        QCOMPARE(after.answers.value(now("case.station")).text, u"Sharsha"_s);
        QCOMPARE(after.answers.value(now("victim.phone", victim)).text, u"+8801711000000"_s);
        QCOMPARE(after.answers.value(now("victim.village", victim)).text, u"Benapole"_s);
        QVERIFY(after.answers.value(now("victim.ripe", victim)).isBlank());
        QCOMPARE(after.answers.value(now("case.ringleader")).text, u"Kalu"_s);
        QCOMPARE(after.answers.value(now("case.total")).text, u"7"_s);
        QCOMPARE(after.answers.value(now("case.label")).text, u"Rahima, Benapole"_s);
        QVERIFY(after.answers.value(now("case.guess")).isBlank());
        QCOMPARE(after.answers.value(now("case.rough")).text, u"many"_s);
        QCOMPARE(after.answers.rowsOf(3).size(), 2);
        QCOMPARE(other(after, old("case.weather")), u"rain"_s);
        QCOMPARE(other(after, old("suspect.ringleader", after.answers.rowsOf(3)[1].row)), u"Lalu"_s);
        // What was parked of a question that stays is in the history.
        QVERIFY(after.answers.value(now("case.memo")).isBlank());
        QStringList cleared;
        for (const HistoryEntry& entry : good(CaseDesk(at(u"second"_s)).history(saved.record))) {
            for (const HistoryField& field : entry.fields) {
                if (entry.change == done.change && field.to.isBlank() && field.path.field)
                    cleared.append(field.from.text);
            }
        }
        QCOMPARE(cleared, QStringList{u"by hand"_s});
        everybodyFoldsTheSame();
    }

    /// A program that has version 1 alone shows its own questions as they were answered, and keeps the new ones.
    void anOlderProgramSeesItsOwnQuestions()
    {
        const SavedCase saved = oldCase();
        upgrade(u"colleague"_s, saved);
        m_office->share();
        const CaseView seen = opened(u"officer"_s, saved);
        QCOMPARE(seen.engine->form().version(), kVersion1);
        QCOMPARE(seen.answers.value(old("case.village")).text, u"Benapole"_s);
        QCOMPARE(seen.answers.value(old("case.thana")).text, u"Sharsha"_s);
        QCOMPARE(seen.answers.value(old("case.weather")).text, u"rain"_s);
        QCOMPARE(other(seen, now("case.total")), u"7"_s);
        const QString victim = onlyRow(seen, 2);
        QCOMPARE(other(seen, now("victim.village", victim)), u"Benapole"_s);
        Answers edited = seen.answers;
        edited.set(old("victim.age", victim), {u"19"_s, {}, false});
        good(CaseDesk(at(u"officer"_s)).edit(seen, edited));
        m_office->share();
        const CaseView back = opened(u"colleague"_s, saved);
        QCOMPARE(back.answers.value(now("victim.age", victim)).text, u"19"_s);
        QCOMPARE(back.answers.value(now("victim.village", victim)).text, u"Benapole"_s);
        everybodyFoldsTheSame();
    }

    /// The row that is made has the same id everywhere: two upgrades at once make one row and leave nothing to settle.
    void twoUpgradesAtOnceMakeOneRow()
    {
        const SavedCase saved = oldCase();
        upgrade(u"colleague"_s, saved);
        upgrade(u"second"_s, saved);
        const auto items = [&](const QString& login) {
            return good(CaseDesk(at(login)).view(saved.record)).state.heads;
        };
        QVERIFY(items(u"colleague"_s) != items(u"second"_s));
        m_office->share();
        const CaseView seen = opened(u"colleague"_s, saved);
        QCOMPARE(seen.state.heads.size(), 2);
        QVERIFY(seen.conflicts.isEmpty());
        QCOMPARE(seen.answers.value(now("victim.village", onlyRow(seen, 2))).text, u"Benapole"_s);
        QCOMPARE(seen.answers.value(now("case.ringleader")).text, u"Kalu"_s);
        everybodyFoldsTheSame();
    }

    /// Another case makes another row.
    void rowsOfTwoCasesDiffer()
    {
        const CaseUpgrade one = preview(u"colleague"_s, oldCase());
        const CaseUpgrade other = preview(u"colleague"_s, oldCase());
        QVERIFY(one.rows.first().row != other.rows.first().row);
    }

    /// Where there is a row, the answers go into the first one and no row is made; each row is worked out by itself.
    void theFirstRowThatIsThereTakesTheAnswers()
    {
        const QString first = fresh(), next = fresh();
        const SavedCase saved = oldCase([&](Answers& answers) {
            answers.rows.append({2, first, {}});
            answers.rows.append({2, next, {}});
            answers.set(old("victim.age", first), {u"15"_s, {}, false});
            answers.set(old("victim.age", next), {u"40"_s, {}, false});
        });
        QVERIFY(preview(u"colleague"_s, saved).rows.isEmpty());
        upgrade(u"colleague"_s, saved);
        m_office->share();
        const CaseView after = view(u"second"_s, saved);
        QCOMPARE(after.answers.rowsOf(2).size(), 2);
        QCOMPARE(after.answers.value(now("victim.village", first)).text, u"Benapole"_s);
        QVERIFY(after.answers.value(now("victim.village", next)).isBlank());
        QCOMPARE(after.answers.value(now("victim.ripe", first)).text, u"no"_s);
        QCOMPARE(after.answers.value(now("victim.ripe", next)).text, u"yes"_s);
        everybodyFoldsTheSame();
    }

    /// Who cannot read a sealed answer leaves it, and what hangs on it, as it is, and is told so; together with one who can, all is done.
    void whatNobodyHereCanReadIsLeftAsItIs()
    {
        const SavedCase saved = oldCase();
        const CaseUpgrade told = preview(u"stranger"_s, saved);
        QCOMPARE(labels(told.left),
                 (QStringList{u"Telephone sealed"_s, u"Label sealed"_s, u"Guess no-value"_s,
                              u"Of age no-value"_s, u"Ringleader sealed"_s}));
        QCOMPARE(labels(told.computed), QStringList{u"Total"_s});
        QCOMPARE(labels(told.moved), (QStringList{u"Police station"_s, u"Village"_s}));
        upgrade(u"stranger"_s, saved);
        upgrade(u"colleague"_s, saved);
        QCOMPARE(other(view(u"stranger"_s, saved), old("case.phone")), u"sealed"_s);
        m_office->share();
        const CaseView both = opened(u"second"_s, saved);
        QVERIFY(both.conflicts.isEmpty());
        QCOMPARE(both.answers.value(now("victim.phone", onlyRow(both, 2))).text, u"+8801711000000"_s);
        QCOMPARE(both.answers.value(now("case.label")).text, u"Rahima, Benapole"_s);
        everybodyFoldsTheSame();
    }

    /// Steps apply version by version: what the second version worked out is what the third one takes.
    void threeVersionsAreTakenOneAfterTheOther()
    {
        const SavedCase saved = oldCase();
        const CaseUpgrade told = preview(u"later"_s, saved);
        QCOMPARE(told.to, kVersion3);
        QCOMPARE(labels(told.computed), (QStringList{u"Total"_s, u"Label"_s, u"Twice the total"_s}));
        QCOMPARE(told.computed[2].to.text, u"14"_s);
        upgrade(u"later"_s, saved);
        // At once with one who stops at the second version: the row is the same.
        upgrade(u"colleague"_s, saved);
        m_office->share();
        const CaseView after = view(u"later"_s, saved);
        QVERIFY(after.conflicts.isEmpty());
        QCOMPARE(onlyRow(after, 2), told.rows.first().row);
        QCOMPARE(after.answers.value(now("case.total")).text, u"7"_s);
        QCOMPARE(after.state.formVersion, kVersion3);
        everybodyFoldsTheSame();
    }

    void nothingToWorkOutFromWritesNothing()
    {
        CaseBuilder builder(*m_first);
        builder.put(u"case.district_code"_s, u"41"_s).putMissing(u"case.village"_s, u"refused"_s);
        const SavedCase saved = good(CaseDesk(at(u"officer"_s)).create(builder.answers));
        m_office->share();
        const CaseUpgrade told = preview(u"colleague"_s, saved);
        QCOMPARE(labels(told.computed), QStringList{u"Label"_s});
        upgrade(u"colleague"_s, saved);
        m_office->share();
        const CaseView after = view(u"second"_s, saved);
        QVERIFY(after.answers.value(now("case.total")).isBlank());
        QCOMPARE(after.answers.value(now("victim.village", onlyRow(after, 2))).missing, u"refused"_s);
        QVERIFY(good(CaseDesk(at(u"colleague"_s)).upgrade(saved.record)).change.isNull());
        everybodyFoldsTheSame();
    }
};

QTEST_GUILESS_MAIN(FormUpgradeStepsTest)
#include "FormUpgradeStepsTest.moc"
