// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/DeskParts.h"
#include "app/station/UpgradePlan.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// A record on its way to the newest version, with everything the keys open.
struct Upgrading {
    History history;
    RecordKeys keys;
    FormPtr newest;
    Answers read;  ///< as the newest form reads it
    UpgradePlan plan;
};

Result<Upgrading> begin(const Station& station, const CaseView& view)
{
    const auto history = station.store().history(view.state.record);
    if (!history)
        return history.error();
    const RecordKeys keys = station.recordKeys(view.state);
    const FormShelf& forms = station.forms();
    const FormPtr before = forms.find(view.engine->form().version());
    const FormPtr newest = forms.newest();
    const Answers shown = AnswerReader(*before, *history, keys).answers(view.state);
    const Answers read = AnswerReader(*newest, *history, keys).answers(view.state);
    Upgrading upgrading{*history, keys, newest, read,
                        UpgradePlan(forms, view.state.record, before, shown, read)};
    if (auto made = upgrading.plan.make(); !made)
        return made.error();
    return upgrading;
}

/// Identities are for whoever opens them with a reason, not for a preview.
Answer closed(const FormDefinition& before, const FormDefinition& after, const UpgradeLine& line,
              const Answer& answer)
{
    const auto identifies = [&](const FormDefinition& form, const AnswerPath& path) {
        const FieldDefinition* field = form.field(path.field);
        return field && field->tier == FieldTier::Identifying;
    };
    const bool identity = identifies(before, line.path) || identifies(after, line.nowPath);
    return !answer.isBlank() && identity ? Answer{{}, {}, true} : answer;
}

/// What one engine finds at submission and the other one does not.
QList<Problem> newProblems(const CaseUpgrade& upgrade, const Answers& shown)
{
    const QList<Problem> old = upgrade.before->check(shown, CheckLevel::Submit);
    QList<Problem> problems = upgrade.after->check(upgrade.answers, CheckLevel::Submit);
    problems.removeIf([&](const Problem& problem) {
        return std::any_of(old.begin(), old.end(), [&](const Problem& known) {
            return known.path == problem.path && known.kind == problem.kind;
        });
    });
    return problems;
}

}  // namespace

Result<> CaseDesk::mayUpgrade(const CaseView& view) const
{
    if (view.engine->form().version() == m_station.forms().newestVersion())
        return Error{ErrorCode::Refused,
                     u"%1 is on the newest version of the form"_s.arg(view.state.localRef), u"newest"_s};
    if (auto allowed = mayEdit(view); !allowed)
        return allowed;
    const bool entered = view.state.phase == RecordPhase::Draft || view.state.phase == RecordPhase::Returned;
    if (!entered || view.state.approval)
        return Error{ErrorCode::Refused,
                     u"%1 was finished on version %2 of the form and keeps it"_s.arg(view.state.localRef,
                                                                                     view.state.formVersion),
                     u"finalised"_s};
    if (!view.state.conflicts.isEmpty())
        return Error{ErrorCode::Refused,
                     u"fields of %1 are in conflict: settle them first"_s.arg(view.state.localRef),
                     u"open-conflict"_s};
    return {};
}

Result<CaseUpgrade> CaseDesk::previewUpgrade(const RecordId& record)
{
    const auto seen = view(record);
    if (!seen)
        return seen.error();
    CaseUpgrade upgrade;
    upgrade.before = seen->engine;
    upgrade.from = seen->engine->form().version();
    upgrade.to = m_station.forms().newestVersion();
    if (upgrade.from == upgrade.to) {
        upgrade.after = seen->engine;
        upgrade.answers = seen->answers;
        return upgrade;
    }
    const auto upgrading = begin(m_station, *seen);
    if (!upgrading)
        return upgrading.error();
    upgrading->plan.tell(upgrade);
    const FormDefinition& before = upgrade.before->form();
    const FormDefinition& after = *upgrading->newest;
    const auto shut = [&](const UpgradeLine& line, const Answer& answer) {
        const bool hidden =
            seen->answers.value(line.path).sealed || upgrading->plan.tellsIdentity(line.nowPath);
        return hidden && !answer.isBlank() ? Answer{{}, {}, true} : closed(before, after, line, answer);
    };
    for (QList<UpgradeLine>* lines : {&upgrade.mapped, &upgrade.computed}) {
        for (UpgradeLine& line : *lines) {
            line.from = shut(line, line.from);
            line.to = shut(line, line.to);
        }
    }
    upgrade.answers = upgrading->plan.after();
    for (auto it = upgrade.answers.values.begin(); it != upgrade.answers.values.end(); ++it) {
        UpgradeLine line;
        line.path = upgrading->plan.origin(it.key());
        line.nowPath = it.key();
        *it = shut(line, *it);
    }
    const auto foreign = foreignChoices(after, upgrade.answers);
    upgrade.after =
        foreign.isEmpty() ? m_station.engineFor(upgrade.to) : m_station.engineWith(upgrade.to, foreign);
    upgrade.newProblems = newProblems(upgrade, seen->answers);
    return upgrade;
}

Result<SavedCase> CaseDesk::upgrade(const RecordId& record)
{
    const auto seen = view(record);
    if (!seen)
        return seen.error();
    const SavedCase same{record, seen->state.localRef, {}, false};
    if (auto allowed = mayUpgrade(*seen); !allowed)
        return allowed.error().hint == u"newest" ? Result<SavedCase>(same) : allowed.error();
    const auto upgrading = begin(m_station, *seen);
    if (!upgrading)
        return upgrading.error();
    ChangeWriter writer(*upgrading->newest, upgrading->keys, record);
    writer.keepOf(seen->state, upgrading->history,
                  AnswerReader(*upgrading->newest, upgrading->history, upgrading->keys));
    if (auto written = writer.difference(upgrading->read, upgrading->plan.after(), upgrading->read); !written)
        return written.error();
    if (auto written = writer.convertToOptions(); !written)
        return written.error();
    ChangeBody body;
    body.record = record;
    body.formVersion = upgrading->newest->version();
    body.parents = seen->state.heads;
    if (auto done = writer.finish(body); !done)
        return done.error();
    const auto change = m_station.signAndSave(body);
    if (!change)
        return change.error();
    (void)indexNamesOf(m_station, record);
    SavedCase saved = same;
    saved.change = change->id();
    return saved;
}

}  // namespace prohori
