// SPDX-License-Identifier: GPL-3.0-or-later
#include "Steps.h"

#include "tests/support/SeededRandom.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

struct Kind {
    QLatin1StringView name;
    int weight;   ///< how often beside the others, where it is on
    int percent;  ///< in how many of a hundred histories it is on; 0: when the one before it is
};

constexpr std::array<Kind, kActions> kKinds{{
    {"create"_L1, 3, 100},      {"save"_L1, 20, 100},     {"draft"_L1, 12, 35},    {"save-draft"_L1, 5, 0},
    {"conflict"_L1, 16, 60},    {"resolve"_L1, 6, 0},     {"talk"_L1, 4, 25},      {"submit"_L1, 14, 45},
    {"approve"_L1, 8, 0},       {"return"_L1, 3, 0},      {"reopen"_L1, 4, 0},     {"accept"_L1, 5, 30},
    {"void"_L1, 5, 15},         {"merge"_L1, 6, 15},      {"offer"_L1, 10, 20},    {"answer"_L1, 5, 0},
    {"move"_L1, 8, 12},         {"take-over"_L1, 5, 0},   {"end-move"_L1, 4, 0},   {"revoke"_L1, 4, 20},
    {"backup"_L1, 7, 12},       {"restore"_L1, 3, 0},     {"image"_L1, 7, 15},     {"rollback"_L1, 3, 0},
    {"clone"_L1, 4, 15},        {"join"_L1, 4, 15},       {"sync"_L1, 14, 100},    {"cut-sync"_L1, 10, 50},
    {"crash"_L1, 5, 25},        {"upgrade"_L1, 7, 35},    {"poison"_L1, 6, 25},    {"replay"_L1, 5, 25},
    {"clock"_L1, 4, 25},        {"hub-crash"_L1, 4, 20},  {"hub-image"_L1, 6, 15}, {"hub-back"_L1, 3, 0},
    {"write-stick"_L1, 12, 20}, {"read-stick"_L1, 10, 0},
}};

/// What is likely to come some steps after another, where both are on: what nobody began cannot be ended.
struct Sequel {
    Action of, then;
    int percent;
};

constexpr std::array kSequels{
    Sequel{Action::Draft, Action::SaveDraft, 80},     Sequel{Action::Conflict, Action::Resolve, 60},
    Sequel{Action::Submit, Action::Approve, 60},      Sequel{Action::Submit, Action::Return, 20},
    Sequel{Action::Return, Action::Submit, 60},       Sequel{Action::Approve, Action::Upgrade, 60},
    Sequel{Action::Approve, Action::Reopen, 25},      Sequel{Action::Approve, Action::Accept, 60},
    Sequel{Action::Approve, Action::Conflict, 20},    Sequel{Action::Approve, Action::Merge, 20},
    Sequel{Action::Offer, Action::Answer, 80},        Sequel{Action::Join, Action::Offer, 60},
    Sequel{Action::Move, Action::TakeOver, 60},       Sequel{Action::Move, Action::EndMove, 40},
    Sequel{Action::EndMove, Action::Move, 40},        Sequel{Action::EndMove, Action::TakeOver, 20},
    Sequel{Action::Revoke, Action::Sync, 70},         Sequel{Action::Revoke, Action::Create, 60},
    Sequel{Action::Backup, Action::Restore, 70},      Sequel{Action::Image, Action::Rollback, 70},
    Sequel{Action::Clone, Action::Conflict, 50},      Sequel{Action::HubImage, Action::Save, 60},
    Sequel{Action::HubImage, Action::HubBack, 80},    Sequel{Action::WriteStick, Action::ReadStick, 90},
    Sequel{Action::ReadStick, Action::ReadStick, 60},
};

constexpr int kLeastSteps = 5;
constexpr int kStepsDrawn = 9;
constexpr int kPercentSequel = 55;  ///< of steps while one is due
constexpr int kMostCounter = 1 << 30;
const QString kTitle = u"prohori simulation 1"_s;

/// Few seats for most histories, and those without whom what is to happen cannot.
QList<Seat> drawSeats(SeededRandom& random, const QList<Action>& kinds)
{
    const auto isOn = [&kinds](std::initializer_list<Action> any) {
        return std::any_of(any.begin(), any.end(), [&](Action one) { return kinds.contains(one); });
    };
    QList<Seat> seats{Seat::Recorder};
    if (isOn({Action::Approve, Action::Move, Action::Merge, Action::Void}) || random.chance(20))
        seats.append(Seat::Reviewer);
    if (seats.size() == 1 || random.chance(25))
        seats.append(Seat::Colleague);
    if (kinds.contains(Action::Approve) && random.chance(20))
        seats.append(Seat::ReviewerElsewhere);
    if (kinds.contains(Action::Move))
        seats.append(Seat::OtherDistrict);
    if (kinds.contains(Action::Approve) && kinds.contains(Action::Accept) && random.chance(70))
        seats.append(Seat::Headquarters);
    return seats;
}

/// Kinds of action with how often each comes, as one is drawn from it.
QList<Action> drawKinds(SeededRandom& random)
{
    QList<Action> urn;
    bool isOn = false;
    for (int kind = 0; kind < kActions; ++kind) {
        const Kind& known = kKinds[std::size_t(kind)];
        isOn = known.percent > 0 ? random.chance(known.percent) : isOn;
        if (!isOn)
            continue;
        const int weight = std::max(1, known.weight * (random.below(3) + 1) / 2);
        urn.append(QList<Action>(weight, Action(kind)));
    }
    // Whoever is not confirmed yet reads by what is handed to him, and by nothing else.
    if (urn.contains(Action::Offer) && !urn.contains(Action::Join) && random.chance(40))
        urn.append(QList<Action>(4, Action::Join));
    return urn;
}

void addSequels(Action of, const QList<Action>& urn, SeededRandom& random, QList<Action>& due)
{
    for (const Sequel& sequel : kSequels) {
        if (sequel.of == of && urn.contains(sequel.then) && random.chance(sequel.percent))
            due.append(sequel.then);
    }
}

}  // namespace

QString actionName(Action action)
{
    return kKinds[std::size_t(action)].name;
}

Plan drawPlan(quint32 seed)
{
    SeededRandom random(seed);
    Plan plan;
    plan.chance = quint32(random.below(kMostCounter));
    plan.bulky = random.chance(4);
    const QList<Action> urn = drawKinds(random);
    plan.seats = drawSeats(random, urn);
    plan.steps.append({Action::Create, 0, quint32(random.below(kMostCounter))});
    if (urn.contains(Action::Merge))
        plan.steps.append({Action::Create, 0, quint32(random.below(kMostCounter))});
    // Mostly everybody knows a case when it begins; to meet is then as likely as not to.
    for (int i = 0; i < plan.seats.size() && random.chance(90); ++i)
        plan.steps.append({Action::Sync, i, 1});
    const int count = kLeastSteps + random.below(kStepsDrawn);
    QList<Action> due;
    for (int i = 0; i < count; ++i) {
        const bool isSequel = !due.isEmpty() && random.chance(kPercentSequel);
        const Action action = isSequel ? due.takeFirst() : random.oneOf(urn);
        addSequels(action, urn, random, due);
        const int who = random.below(60);
        plan.steps.append({action, who, quint32(random.below(kMostCounter))});
    }
    return plan;
}

QString Plan::toText() const
{
    QStringList lines{kTitle, u"chance %1"_s.arg(chance)};
    QStringList numbers;
    for (const Seat seat : seats)
        numbers.append(QString::number(int(seat)));
    lines.append(u"seats "_s + numbers.join(u' '));
    if (bulky)
        lines.append(u"bulky"_s);
    for (const Step& step : steps)
        lines.append(u"%1 %2 %3"_s.arg(actionName(step.action)).arg(step.who).arg(step.draw));
    return lines.join(u'\n') + u'\n';
}

Result<Plan> Plan::fromText(const QString& text)
{
    const QStringList lines = text.split(u'\n', Qt::SkipEmptyParts);
    if (lines.value(0) != kTitle)
        return Error{ErrorCode::Invalid, u"this is no history of the simulation"_s, {}};
    Plan plan;
    for (const QString& line : lines.mid(1)) {
        const QStringList words = line.split(u' ', Qt::SkipEmptyParts);
        if (line.startsWith(u'#')) {
            continue;
        } else if (words[0] == "chance"_L1) {
            plan.chance = words.value(1).toUInt();
        } else if (words[0] == "bulky"_L1) {
            plan.bulky = true;
        } else if (words[0] == "seats"_L1) {
            for (const QString& word : words.mid(1))
                plan.seats.append(Seat(std::clamp(word.toInt(), 0, kSeats - 1)));
        } else {
            const auto kind = std::find_if(kKinds.begin(), kKinds.end(),
                                           [&](const Kind& one) { return one.name == words[0]; });
            if (kind == kKinds.end() || words.size() != 3)
                return Error{ErrorCode::Invalid, u"no step: %1"_s.arg(line), {}};
            plan.steps.append({Action(kind - kKinds.begin()), words[1].toInt(), words[2].toUInt()});
        }
    }
    if (plan.seats.isEmpty())
        return Error{ErrorCode::Invalid, u"a history without seats"_s, {}};
    return plan;
}

}  // namespace prohori
