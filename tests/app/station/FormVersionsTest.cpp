// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/station/TestOffice.h"
#include "tests/forms/engine/CaseBuilder.h"
#include "tests/support/VersionForms.h"

#include <QTest>

using namespace prohori;

/** Programs with different versions of the form in one district (forms 12.2–12.4): `officer` has version 1 alone, `colleague` and the reviewer have 1 and
    2, `newcomer` has 2 alone.
*/
class FormVersionsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;
    const FormPtr m_first = versionForm(1);
    const FormPtr m_second = versionForm(2);

    Station& at(const QString& login) { return m_office->at(login); }
    Station& officer() { return at(u"officer"_s); }
    Station& colleague() { return at(u"colleague"_s); }
    Station& newcomer() { return at(u"newcomer"_s); }
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
    template <typename T>
    static QString outcome(const Result<T>& result)
    {
        return result ? u"done"_s : result.error().hint;
    }
    static Answers firstCase(const FormPtr& form)
    {
        CaseBuilder builder(*form);
        builder.put(u"case.district_code"_s, u"41"_s).put(u"case.kind"_s, u"b"_s);
        builder.put(u"case.acts"_s, u"x y"_s).put(u"case.count"_s, u"12"_s);
        builder.put(u"case.father"_s, u"Abdul Karim"_s).put(u"case.mother"_s, u"Rahima"_s);
        builder.put(u"case.means"_s, u"y"_s);
        const QString victim = builder.addRow(u"victim"_s);
        builder.put(u"victim.nick"_s, u"Moyna"_s, victim);
        return builder.answers;
    }
    /// A case of version 1, known to everybody.
    SavedCase oldCase()
    {
        Answers answers = firstCase(m_first);
        moveRow(answers);
        answers.set(old("case.station"), {u"Sharsha"_s, {}, false});
        answers.set(old("case.old"), {u"of old"_s, {}, false});
        answers.set(old("case.closing"), {u"d"_s, {}, false});
        const SavedCase saved = good(CaseDesk(officer()).create(answers));
        m_office->share();
        return saved;
    }
    SavedCase newCase()
    {
        Answers answers = firstCase(m_second);
        moveRow(answers);
        answers.set(now("case.kind"), {u"c"_s, {}, false});
        answers.set(now("case.acts"), {u"x z"_s, {}, false});
        answers.set(now("case.count"), {u"3"_s, {}, false});
        answers.set(now("case.means"), {u"x y"_s, {}, false});
        answers.set(now("case.added"), {u"only here"_s, {}, false});
        answers.set(now("case.guardian"), {u"Salma"_s, {}, false});
        answers.set(now("victim.village", answers.rows.first().row), {u"Benapole"_s, {}, false});
        const SavedCase saved = good(CaseDesk(colleague()).create(answers));
        m_office->share();
        return saved;
    }
    static QString fresh()
    {
        SodiumRandom random;
        return RowId::make(random).toString();
    }
    /// Rows have ids of their own in every case.
    static void moveRow(Answers& answers)
    {
        const QString from = answers.rows.first().row;
        const QString to = fresh();
        answers.rows.first().row = to;
        Answers moved = answers;
        for (auto it = answers.values.cbegin(); it != answers.values.cend(); ++it) {
            if (it.key().row == from) {
                moved.values.remove(it.key());
                moved.values.insert({it.key().group, to, it.key().field}, *it);
            }
        }
        answers = moved;
    }
    static CaseView view(Station& station, const SavedCase& saved)
    {
        return good(CaseDesk(station).view(saved.record));
    }
    static CaseView opened(Station& station, const SavedCase& saved)
    {
        return good(CaseDesk(station).openIdentities(saved.record, u"case_work"_s));
    }
    SavedCase write(Station& station, const CaseView& base, const AnswerPath& path, const QString& text)
    {
        Answers edited = base.answers;
        edited.set(path, {text, {}, false});
        const SavedCase saved = good(CaseDesk(station).edit(base, edited));
        m_office->share();
        return saved;
    }
    static QString shownIn(const CaseView& view) { return view.engine->form().version(); }
    static QString versionOf(Station& station, const ChangeId& change, const RecordId& record)
    {
        return good(station.store().history(record)).find(change)->body().formVersion;
    }
    static QString other(const CaseView& view, quint32 field)
    {
        for (const OtherAnswer& one : view.others) {
            if (one.path.field == field)
                return one.answer.sealed ? u"sealed"_s : one.answer.text;
        }
        return u"none"_s;
    }
    void everybodyFoldsTheSame()
    {
        const QByteArray digest = good(officer().store().foldDigest());
        for (const QString& login : {u"colleague"_s, u"newcomer"_s, u"reviewer"_s})
            QCOMPARE(good(at(login).store().foldDigest()), digest);
    }
    void act(const QString& login, const SavedCase& saved, ActKind kind, const QString& comment = {})
    {
        good(CaseDesk(at(login)).act(saved.record, {kind, {}, comment, {}, true}));
        m_office->share();
    }

private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        m_office = std::make_unique<TestOffice>();
        m_office->join(u"officer"_s, Role::Recorder, u"41"_s, versionShelf({1}));
        m_office->join(u"colleague"_s, Role::Recorder, u"41"_s, versionShelf({1, 2}));
        m_office->join(u"newcomer"_s, Role::Recorder, u"41"_s, versionShelf({2}));
        m_office->join(u"reviewer"_s, Role::DistrictReviewer, u"41"_s, versionShelf({1, 2}));
        for (const QString& login : {u"officer"_s, u"colleague"_s, u"newcomer"_s, u"reviewer"_s})
            m_office->confirm(login);
    }
    void cleanupTestCase() { m_office.reset(); }

    /// Forms 12.4: a draft stays on its version, and so does what is written to it.
    void aDraftStaysOnTheVersionItWasBegunWith()
    {
        const SavedCase saved = oldCase();
        const CaseView seen = view(colleague(), saved);
        QCOMPARE(shownIn(seen), kVersion1);
        QVERIFY(seen.others.isEmpty());
        QVERIFY(CaseDesk(colleague()).problems(seen, CheckLevel::Submit).isEmpty());
        const SavedCase edited =
            write(colleague(), seen, old("case.count"), u"14"_s);  // version 2 takes less than ten
        QCOMPARE(versionOf(officer(), edited.change, saved.record), kVersion1);
        act(u"colleague"_s, saved, ActKind::Submit);
        QCOMPARE(view(officer(), saved).state.formVersion, kVersion1);
        QCOMPARE(view(officer(), saved).answers.value(old("case.count")).text, u"14"_s);
        everybodyFoldsTheSame();
    }

    void aNewCaseTakesTheNewestOrTheOneItWasTypedIn()
    {
        QCOMPARE(view(colleague(), newCase()).state.formVersion, kVersion2);
        Answers typed = firstCase(m_first);
        moveRow(typed);
        CaseDesk desk(colleague());
        QCOMPARE(view(colleague(), good(desk.create(typed, {}, kVersion1))).state.formVersion, kVersion1);
        typed.set(now("case.count"), {u"2"_s, {}, false});
        moveRow(typed);
        QCOMPARE(view(colleague(), good(desk.create(typed, {}, u"2020010101"_s))).state.formVersion,
                 kVersion2);
    }

    /// A case of version 2 in a program that has version 1: what it does not know is shown beside the form, and stays.
    void anOlderProgramKeepsWhatItDoesNotKnow()
    {
        const SavedCase saved = newCase();
        const CaseView seen = opened(officer(), saved);
        QCOMPARE(shownIn(seen), kVersion1);
        const AnswerPath added = now("case.added");
        QVERIFY(!seen.answers.values.contains(added));
        QCOMPARE(other(seen, added.field), u"only here"_s);
        QCOMPARE(other(seen, now("case.guardian").field), u"Salma"_s);
        QCOMPARE(other(view(officer(), saved), now("case.guardian").field), u"sealed"_s);
        QVERIFY(std::none_of(seen.others.begin(), seen.others.end(),
                             [](const OtherAnswer& one) { return one.form != nullptr; }));
        // A choice that it does not know is a warning, and the case can be changed.
        for (const Problem& problem : CaseDesk(officer()).problems(seen, CheckLevel::Draft))
            QVERIFY2(problem.severity == Severity::Warning || problem.path == old("case.means"),
                     qPrintable(problemWords(*m_first, {problem}).join(u' ')));
        QCOMPARE(seen.answers.value(old("case.acts")).text, u"x z"_s);

        write(officer(), seen, old("case.station"), u"Jhikargacha"_s);
        write(officer(), opened(officer(), saved), old("case.mother"), u"Rahima Begum"_s);
        const CaseView back = opened(colleague(), saved);
        QCOMPARE(shownIn(back), kVersion2);
        QVERIFY(back.others.isEmpty());
        QCOMPARE(back.answers.value(added).text, u"only here"_s);
        QCOMPARE(back.answers.value(now("case.police_station")).text, u"Jhikargacha"_s);
        QCOMPARE(back.answers.value(now("case.mother")).text, u"Rahima Begum"_s);
        QCOMPARE(back.answers.value(now("case.father")).text, u"Abdul Karim"_s);
        QCOMPARE(back.answers.value(now("case.guardian")).text, u"Salma"_s);  // folds as one with the names
        QCOMPARE(back.answers.value(now("case.acts")).text, u"x z"_s);
        QCOMPARE(back.answers.value(now("case.means")).text, u"x y"_s);
        QCOMPARE(back.answers.value(now("victim.village", back.answers.rows.first().row)).text,
                 u"Benapole"_s);
        everybodyFoldsTheSame();
    }

    /// Several answers that the older form asks as one: each side reads what the other wrote.
    void whatBecameSeveralAnswersFoldsBothWays()
    {
        const SavedCase saved = newCase();
        write(officer(), view(officer(), saved), old("case.means"), u"y"_s);
        QCOMPARE(view(officer(), saved).answers.value(old("case.means")).text, u"y"_s);
        QCOMPARE(view(colleague(), saved).answers.value(now("case.means")).text, u"x y"_s);
        write(colleague(), view(colleague(), saved), now("case.means"), u"x"_s);
        QCOMPARE(view(colleague(), saved).answers.value(now("case.means")).text, u"x"_s);
        QCOMPARE(view(officer(), saved).answers.value(old("case.means")).text, u"x"_s);
        everybodyFoldsTheSame();
    }

    /// The version of the case is not installed any more: the next one stands in, and a correction is made in that.
    void aNewerProgramStandsInForAVersionThatIsGone()
    {
        const SavedCase saved = oldCase();
        const CaseView seen = view(newcomer(), saved);
        QCOMPARE(shownIn(seen), kVersion2);
        QCOMPARE(other(seen, old("case.old").field), u"of old"_s);
        QCOMPARE(other(seen, old("case.closing").field), u"d"_s);
        const Choice* kind = seen.engine->form().list(u"kind"_s)->find(u"b"_s);
        QVERIFY(kind && kind->retired);
        const QStringList problems =
            problemWords(seen.engine->form(), CaseDesk(newcomer()).problems(seen, CheckLevel::Draft));
        QVERIFY2(problems.contains(u"case.kind retired!"_s), qPrintable(problems.join(u", "_s)));
        // The new limit is broken by an answer of old: who changes another one is not stopped, who changes that one is.
        QVERIFY(problems.contains(u"case.count constraint"_s));
        Answers edited = seen.answers;
        edited.set(now("case.count"), {u"13"_s, {}, false});
        QCOMPARE(outcome(CaseDesk(newcomer()).edit(seen, edited)), u"problems"_s);
        const SavedCase done = write(newcomer(), seen, now("case.police_station"), u"Benapole"_s);
        QCOMPARE(versionOf(newcomer(), done.change, saved.record), kVersion2);
        const CaseView back = view(officer(), saved);
        QCOMPARE(back.answers.value(old("case.station")).text, u"Benapole"_s);
        QCOMPARE(back.answers.value(old("case.old")).text, u"of old"_s);
        everybodyFoldsTheSame();
    }

    /// Forms 12.3, 12.4: upgrading shows what moved, what was parked, what now fails; and then does exactly that.
    void theUpgradeDoesWhatItsPreviewTells()
    {
        const SavedCase saved = oldCase();
        CaseDesk desk(colleague());
        QVERIFY(desk.mayUpgrade(view(colleague(), saved)));
        const int before = view(colleague(), saved).state.changeCount;
        const CaseUpgrade told = good(desk.previewUpgrade(saved.record));
        QCOMPARE(view(colleague(), saved).state.changeCount, before);
        QCOMPARE(told.from + u' ' + told.to, kVersion1 + u' ' + kVersion2);
        QCOMPARE(told.moved.size(), 1);
        QCOMPARE(told.moved[0].was.in(u"en"_s), u"Station"_s);
        QCOMPARE(told.moved[0].now.in(u"en"_s), u"Police station, in full"_s);
        QCOMPARE(told.moved[0].wasIn.in(u"en"_s), u"First card"_s);
        QCOMPARE(told.moved[0].nowIn.in(u"en"_s), u"Second card"_s);
        QCOMPARE(told.parked.size(), 2);
        QCOMPARE(told.parked[0].path, old("case.old"));
        QCOMPARE(told.parked[1].path, old("case.closing"));
        QCOMPARE(told.mapped.size(), 2);
        QCOMPARE(told.mapped[0].path, old("case.kind"));
        QCOMPARE(told.mapped[0].from.text + told.mapped[0].to.text, u"bc"_s);
        QCOMPARE(told.mapped[1].from.text, u"x y"_s);  // upgrade.json
        QCOMPARE(told.mapped[1].to.text, u"y"_s);
        QCOMPARE(problemWords(*m_second, told.newProblems),
                 (QStringList{u"case.count constraint"_s, u"case.reviewed required"_s}));

        const SavedCase done = good(desk.upgrade(saved.record));
        QVERIFY(!done.change.isNull());
        m_office->share();
        const CaseView after = view(colleague(), saved);
        QCOMPARE(after.state.changeCount, before + 1);
        QCOMPARE(after.state.formVersion, kVersion2);
        QCOMPARE(shownIn(after), kVersion2);
        QCOMPARE(after.answers.values, told.answers.values);
        QCOMPARE(other(after, old("case.old").field), u"of old"_s);
        QCOMPARE(after.others.first().form->field(106)->label.in(u"en"_s), u"Old question"_s);
        QCOMPARE(other(after, old("case.closing").field), u"d"_s);
        QCOMPARE(opened(colleague(), saved).answers.value(now("case.father")).text, u"Abdul Karim"_s);
        QCOMPARE(after.answers.value(now("case.means")).text, u"y"_s);
        QVERIFY(after.state.options.contains({1, {}, 109}));  // folds by option from now on
        QCOMPARE(view(officer(), saved).answers.value(old("case.old")).text, u"of old"_s);
        everybodyFoldsTheSame();
    }

    void aSecondUpgradeChangesNothing()
    {
        const SavedCase saved = oldCase();
        CaseDesk desk(colleague());
        QVERIFY(!good(desk.upgrade(saved.record)).change.isNull());
        const int changes = view(colleague(), saved).state.changeCount;
        QVERIFY(good(desk.upgrade(saved.record)).change.isNull());
        QCOMPARE(view(colleague(), saved).state.changeCount, changes);
        QCOMPARE(outcome(desk.mayUpgrade(view(colleague(), saved))), u"newest"_s);
        const CaseUpgrade nothing = good(desk.previewUpgrade(saved.record));
        QVERIFY(nothing.from == nothing.to && nothing.moved.isEmpty() && nothing.parked.isEmpty()
                && nothing.mapped.isEmpty() && nothing.newProblems.isEmpty());
        m_office->share();
    }

    /// Two people upgrade the same case at once: both do the same, so there is nothing to settle.
    void twoUpgradesAtOnceAgree()
    {
        m_office->join(u"second"_s, Role::Recorder, u"41"_s, versionShelf({1, 2}));
        m_office->confirm(u"second"_s);
        const SavedCase saved = oldCase();
        QVERIFY(!good(CaseDesk(colleague()).upgrade(saved.record)).change.isNull());
        QVERIFY(!good(CaseDesk(at(u"second"_s)).upgrade(saved.record)).change.isNull());
        m_office->share();
        const CaseView seen = view(colleague(), saved);
        QCOMPARE(seen.state.heads.size(), 2);
        QVERIFY(seen.conflicts.isEmpty());
        QCOMPARE(seen.answers.value(now("case.kind")).text, u"c"_s);
        everybodyFoldsTheSame();
    }

    void aRetiredChoiceWithoutAnotherKeepsItsLabel()
    {
        const SavedCase saved = oldCase();
        write(officer(), view(officer(), saved), old("case.kind"),
              u"d"_s);  // version 2 does not know it at all
        good(CaseDesk(colleague()).upgrade(saved.record));
        m_office->share();
        const CaseView seen = view(colleague(), saved);
        QCOMPARE(seen.answers.value(now("case.kind")).text, u"d"_s);
        QCOMPARE(seen.engine->form().list(u"kind"_s)->find(u"d"_s)->label.in(u"en"_s), u"Fourth kind"_s);
        QVERIFY(problemWords(*m_second, CaseDesk(colleague()).problems(seen, CheckLevel::Draft))
                    .contains(u"case.kind retired!"_s));
        const QList<Choice> offered = seen.engine->offeredChoices(now("case.kind"), seen.answers);
        QVERIFY(std::none_of(offered.begin(), offered.end(),
                             [](const Choice& one) { return one.code == u"d"_s; }));
    }

    /// Forms 12.4: a finalised record keeps its version for ever; a correction is made in it.
    void aFinalisedCaseKeepsItsVersion()
    {
        const SavedCase saved = oldCase();
        act(u"officer"_s, saved, ActKind::Submit);
        act(u"reviewer"_s, saved, ActKind::Approve);
        QVERIFY(view(colleague(), saved).state.isApproved());
        QVERIFY(!CaseDesk(colleague()).upgrade(saved.record));
        act(u"reviewer"_s, saved, ActKind::Reopen, u"a name was wrong"_s);
        QCOMPARE(outcome(CaseDesk(colleague()).mayUpgrade(view(colleague(), saved))), u"finalised"_s);
        QCOMPARE(outcome(CaseDesk(colleague()).upgrade(saved.record)), u"finalised"_s);
        const SavedCase corrected =
            write(colleague(), view(colleague(), saved), old("case.old"), u"corrected"_s);
        QCOMPARE(versionOf(officer(), corrected.change, saved.record), kVersion1);
        QCOMPARE(shownIn(view(colleague(), saved)), kVersion1);
        everybodyFoldsTheSame();
    }

    void aConflictIsSettledBeforeTheUpgrade()
    {
        const SavedCase saved = oldCase();
        const CaseView mine = view(officer(), saved);
        const CaseView theirs = view(colleague(), saved);
        Answers edited = mine.answers;
        edited.set(old("case.station"), {u"Here"_s, {}, false});
        good(CaseDesk(officer()).edit(mine, edited));
        write(colleague(), theirs, old("case.station"), u"There"_s);
        QCOMPARE(view(colleague(), saved).conflicts.size(), 1);
        QCOMPARE(outcome(CaseDesk(colleague()).upgrade(saved.record)), u"open-conflict"_s);
    }

    /// A conflict of names that fold as one, settled by a program that does not know one of them.
    void settlingKeepsWhatIsNotKnown()
    {
        const SavedCase saved = newCase();
        const CaseView mine = opened(officer(), saved);
        const CaseView theirs = opened(colleague(), saved);
        Answers edited = mine.answers;
        edited.set(old("case.father"), {u"Karim"_s, {}, false});
        good(CaseDesk(officer()).edit(mine, edited));
        write(colleague(), theirs, now("case.father"), u"Abdul"_s);
        const CaseView seen = opened(officer(), saved);
        QCOMPARE(seen.conflicts.size(), 1);
        CaseDesk::Settlement third{seen.conflicts[0].key, {}, {}, u"asked the family"_s};
        third.values.insert(107, {u"Abdul Karim"_s, {}, false});
        third.values.insert(108, {u"Rahima"_s, {}, false});
        good(CaseDesk(officer()).settle(saved.record, {third}));
        m_office->share();
        const CaseView settled = opened(colleague(), saved);
        QVERIFY(settled.conflicts.isEmpty());
        QCOMPARE(settled.answers.value(now("case.father")).text, u"Abdul Karim"_s);
        QCOMPARE(settled.answers.value(now("case.guardian")).text, u"Salma"_s);
        everybodyFoldsTheSame();
    }
};

QTEST_GUILESS_MAIN(FormVersionsTest)
#include "FormVersionsTest.moc"
