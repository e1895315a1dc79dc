// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/Functions.h"

#include "forms/expression/ExpressionFaults.h"
#include "forms/expression/ExpressionLexer.h"

#include <array>
#include <cmath>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Hands the words of a text to `take` one after the other, until that says false. No copies.
template <typename Take>
void eachToken(QStringView text, Take take)
{
    qsizetype at = 0;
    while (at < text.size()) {
        while (at < text.size() && isBlankCharacter(text[at]))
            ++at;
        const qsizetype first = at;
        while (at < text.size() && !isBlankCharacter(text[at]))
            ++at;
        if (at > first && !take(text.mid(first, at - first)))
            return;
    }
}

Item selected(FunctionCall& call)
{
    const QString text = call.text(0);
    const QString wanted = call.text(1).trimmed();
    bool any = false;
    bool found = false;
    eachToken(text, [&](QStringView token) {
        any = true;
        found = token == wanted;
        return !found;
    });
    return found || (!any && wanted.isEmpty());
}

Item countSelected(FunctionCall& call)
{
    double count = 0;
    const QString text = call.text(0);
    eachToken(text, [&count](QStringView) { return ++count > 0; });
    return count;
}

Item selectedAt(FunctionCall& call)
{
    const QString text = call.text(0);
    const double wanted = std::trunc(call.number(1));
    double place = 0;
    QString found;
    eachToken(text, [&](QStringView token) {
        if (place == wanted)
            found = token.toString();
        return place++ != wanted;
    });
    return found;
}

/// A path written as text: blanks and `[n]` are ignored; a relative one starts from the node the expression
/// belongs to.
QString pathFromText(const QString& text, const FormNode* current)
{
    QString clean;
    int depth = 0;
    for (const QChar unit : text) {
        if (unit == u'[')
            ++depth;
        else if (unit == u']')
            --depth;
        else if (depth == 0 && !unit.isSpace())
            clean += unit;
    }
    if (clean.startsWith(u'/') || clean.isEmpty())
        return clean;
    QString path = current ? templatePathOf(current) : QString();
    for (const QString& name : clean.split(u'/')) {
        if (name == u".."_s)
            path.truncate(qMax(qsizetype(0), path.lastIndexOf(u'/')));
        else if (name != u"."_s && name != u"current()"_s)
            path += u'/' + name;
    }
    return path;
}

Item choiceName(FunctionCall& call)
{
    const QString choice = call.text(0);
    const ExpressionNode& argument = call.argument(1);
    QString path = call.work.templatePath(argument);
    if (path.isEmpty()) {
        const QString text = call.text(1);
        // The usual jr:choice-name(${x}, '${x}'): the question is the one that the first argument reads.
        const bool named = text.trimmed().startsWith(u"${"_s);
        path = named ? call.work.templatePath(call.argument(0)) : pathFromText(text, call.work.current());
    }
    return choice.isEmpty() || path.isEmpty() ? QString() : call.work.world().choiceLabel(path, choice);
}

/// Keeps the nodes whose instance of `repeat` (any instance of it) has that position.
void keepInstance(Nodes& nodes, const FormNode* repeat, double position)
{
    const int depth = depthOf(repeat);
    qsizetype kept = 0;
    for (const FormNode* node : nodes) {
        const FormNode* up = node;
        for (int level = depthOf(node); up && level > depth; --level)
            up = up->parent();
        if (up && up->name() == repeat->name() && up->position() == position)
            nodes[kept++] = node;
    }
    nodes.truncate(kept);
}

Item indexedRepeat(FunctionCall& call)
{
    Nodes found = call.nodes(0);
    for (size_t place = 1; place + 1 < call.count() && !call.work.failed(); place += 2) {
        const Nodes repeats = call.nodes(place);
        const double position = call.number(place + 1);
        if (repeats.isEmpty() || !call.work.spend(found.size()))
            return Nodes();
        keepInstance(found, repeats[0], position);
    }
    return found;
}

Item position(FunctionCall& call)
{
    if (call.count() == 0)
        return static_cast<double>(call.work.position());
    const Nodes nodes = call.nodes(0, true);
    return nodes.isEmpty() ? std::nan("") : static_cast<double>(nodes[0]->position());
}

Item last(FunctionCall& call)
{
    return static_cast<double>(call.work.size());
}

Item current(FunctionCall& call)
{
    const FormNode* node = call.work.current();
    return node && node->relevant ? Nodes{node} : Nodes();
}

const FormNode* listOf(FunctionCall& call)
{
    const FormNode* list = call.work.world().instance(call.text(0));
    if (!list)
        call.work.fail(
            FaultOf::unknownInstance(call.argument(0).offset, call.work.describe(call.argument(0))));
    return list;
}

Item instance(FunctionCall& call)
{
    const FormNode* list = listOf(call);
    return list ? Nodes{list} : Nodes();
}

Item pulldata(FunctionCall& call)
{
    const FormNode* list = listOf(call);
    const FormNode::Name wanted = internName(call.text(1));
    const FormNode::Name column = internName(call.text(2));
    const QString key = call.text(3);
    const FormNode* root = list ? list->child(internName(u"root"_s)) : nullptr;
    root = root ? root : list;
    if (!root || !call.work.spend(static_cast<qint64>(root->children().size()) / 16))
        return QString();
    for (const auto& row : root->children()) {
        const FormNode* cell = row->child(column);
        if (!cell || cell->text != key)
            continue;
        const FormNode* found = row->child(wanted);
        return found ? call.work.read(found) : QString();
    }
    return QString();
}

/// The minimal generator of Park and Miller.
class ParkMiller {
public:
    explicit ParkMiller(double seed)
    {
        const double whole = std::isfinite(seed) ? std::fmod(std::trunc(seed), modulus) : 0;
        m_state = static_cast<qint64>(whole);
        if (m_state <= 0)
            m_state += modulus - 1;
    }

    double next()
    {
        m_state = m_state * 16807 % modulus;
        return static_cast<double>(m_state - 1) / (modulus - 1);
    }

private:
    static constexpr qint64 modulus = 2147483647;
    qint64 m_state = 1;
};

Item randomize(FunctionCall& call)
{
    const Nodes nodes = call.nodes(0);
    const bool seeded = call.count() > 1;
    ParkMiller generator(seeded ? call.number(1) : 0);
    Nodes shuffled;
    for (qsizetype at = 0; at < nodes.size(); ++at) {
        const double chance = seeded ? generator.next() : call.work.world().random();
        const auto other = qMin(at, static_cast<qsizetype>(std::floor(chance * static_cast<double>(at + 1))));
        shuffled.append(nodes[at]);
        shuffled[at] = shuffled[other];
        shuffled[other] = nodes[at];
    }
    return shuffled;
}

constexpr std::array listEntries{
    FunctionEntry{"selected", selected},
    FunctionEntry{"count-selected", countSelected},
    FunctionEntry{"selected-at", selectedAt},
    FunctionEntry{"jr:choice-name", choiceName},
    FunctionEntry{"indexed-repeat", indexedRepeat},
    FunctionEntry{"position", position},
    FunctionEntry{"last", last},
    FunctionEntry{"current", current},
    FunctionEntry{"instance", instance},
    FunctionEntry{"pulldata", pulldata},
    FunctionEntry{"randomize", randomize},
};

}  // namespace

std::span<const FunctionEntry> listFunctions()
{
    return listEntries;
}

}  // namespace prohori
