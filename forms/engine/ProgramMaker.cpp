// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/FormProgram.h"

#include "forms/engine/FormRun.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMaxDepth = 64;

AnswerKind kindOf(const FormItem& item)
{
    static const QHash<QString, AnswerKind> kKinds{
        {u"integer"_s, AnswerKind::Integer},
        {u"decimal"_s, AnswerKind::Decimal},
        {u"range"_s, AnswerKind::Range},
        {u"date"_s, AnswerKind::Date},
        {u"partial_date"_s, AnswerKind::PartialDate},
        {u"time"_s, AnswerKind::Time},
        {u"dateTime"_s, AnswerKind::DateTime},
        {u"select_one"_s, AnswerKind::SelectOne},
        {u"select_one_from_file"_s, AnswerKind::SelectOne},
        {u"select_multiple"_s, AnswerKind::SelectMultiple},
        {u"select_multiple_from_file"_s, AnswerKind::SelectMultiple},
        {u"rank"_s, AnswerKind::Rank},
        {u"acknowledge"_s, AnswerKind::Acknowledge},
        {u"geopoint"_s, AnswerKind::GeoPoint},
        {u"note"_s, AnswerKind::None},
        {u"audit"_s, AnswerKind::None},
        {u"csv-external"_s, AnswerKind::None},
        {u"xml-external"_s, AnswerKind::None},
    };
    if (item.isContainer())
        return AnswerKind::None;
    if (item.ht("type") == u"partial_date")
        return AnswerKind::PartialDate;
    if (item.kind == ItemKind::Note && item.calculate.isEmpty())
        return AnswerKind::None;
    return kKinds.value(item.type, AnswerKind::Text);
}

const FormRule& ruleOf(const FormItem& item, RuleKind kind)
{
    static const FormRule kNone;
    switch (kind) {
    case RuleKind::Relevant: return item.relevant;
    case RuleKind::Calculate: return item.calculate;
    case RuleKind::Required: return item.required;
    case RuleKind::Readonly: return item.readonly;
    case RuleKind::RepeatCount: return item.repeatCount;
    case RuleKind::Choices: return item.choiceFilter;
    case RuleKind::Constraint: return item.constraint;
    case RuleKind::Check: return item.check;
    case RuleKind::Texts: return kNone;
    }
    return kNone;
}

/// A condition that is always the same needs no vertex.
bool isConstant(const FormRule& rule, RuleKind kind)
{
    const bool condition =
        kind == RuleKind::Relevant || kind == RuleKind::Required || kind == RuleKind::Readonly;
    return condition && constantWord(rule.written).has_value();
}

}  // namespace

/// Builds a program step by step; the first thing that is wrong ends it.
class ProgramMaker {
public:
    explicit ProgramMaker(FormPackagePtr package) : m_program(std::make_shared<FormProgram>(package)) {}

    Result<FormProgramPtr> make()
    {
        makeLists();
        m_program->shapes.push_back({});
        addItem(m_program->package().data, -1, 0);
        const DependencyGraph graph = buildGraph(m_program->package());
        if (!graph.cycles.isEmpty())
            fail(u"these questions depend on each other in a circle: "_s
                 + graph.cycles.first().join(u" → "_s));
        if (m_error)
            return *m_error;
        linkItems();
        makeVertices(graph);
        makeEdges(graph);
        makeOtherExpressions();
        if (m_error)
            return *m_error;
        return FormProgramPtr(m_program);
    }

private:
    void fail(const QString& why)
    {
        if (!m_error)
            m_error = Error{ErrorCode::Invalid, u"The form %1: %2."_s.arg(m_program->package().formId, why)};
    }

    ProgramItem& at(int place) { return m_program->items[static_cast<size_t>(place)]; }

    void makeLists()
    {
        const QMap<QString, FormList>& lists = m_program->package().lists;
        for (auto each = lists.begin(); each != lists.end(); ++each) {
            ProgramList& list = m_program->m_lists[each.key()];
            list.list = &each.value();
            for (int i = 0; i < each->choices.size(); ++i) {
                const QString& name = each->choices[i].name;
                const auto first = list.places.find(name);
                if (first == list.places.end())
                    list.places.insert(name, i);
                else if (QList<int>& all = list.repeated[name]; all.isEmpty())
                    all = {*first, i};
                else
                    all.append(i);
            }
        }
    }

    int addItem(const FormItem& item, int parent, int depth)
    {
        const int place = static_cast<int>(m_program->items.size());
        m_program->items.emplace_back();
        ProgramItem made;
        made.item = &item;
        made.parent = parent;
        made.name = internName(parent < 0 ? u"data"_s : item.name);
        made.container = item.isContainer() || parent < 0;
        made.repeat = item.kind == ItemKind::Repeat && parent >= 0;
        made.kind = made.container ? AnswerKind::None : kindOf(item);
        made.shape = parent < 0 ? 0 : at(parent).shape;
        if (made.repeat)
            addShape(made, place);
        std::vector<int>& cells = m_program->shapes[static_cast<size_t>(made.shape)].items;
        made.cell = static_cast<int>(cells.size());
        cells.push_back(place);
        made.calculated = !item.calculate.isEmpty() && item.trigger.isEmpty();
        made.countedRepeat = made.repeat && !item.repeatCount.isEmpty();
        made.always = constantWord(item.required.written).value_or(false);
        made.readonly = constantWord(item.readonly.written).value_or(false);
        m_program->m_paths.insert(parent < 0 ? u"/data"_s : item.path, place);
        if (parent >= 0 && !m_program->m_names.contains(item.name))
            m_program->m_names.insert(item.name, place);
        at(place) = made;
        if (depth > kMaxDepth)
            fail(u"groups stand more than %1 deep in each other"_s.arg(kMaxDepth));
        for (size_t i = 0; i < item.children.size() && depth <= kMaxDepth; ++i) {
            const int below = addItem(item.children[i], place, depth + 1);
            at(place).children.push_back(below);
        }
        at(place).lastBelow = static_cast<int>(m_program->items.size()) - 1;
        return place;
    }

    void addShape(ProgramItem& made, int place)
    {
        ProgramShape& outer = m_program->shapes[static_cast<size_t>(made.shape)];
        made.outerShape = made.shape;
        made.outerSlot = static_cast<int>(outer.repeats.size());
        outer.repeats.push_back(place);
        made.shape = static_cast<int>(m_program->shapes.size());
        ProgramShape shape;
        shape.item = place;
        shape.parent = made.outerShape;
        m_program->shapes.push_back(shape);
    }

    void linkItems()
    {
        for (size_t i = 0; i < m_program->items.size(); ++i) {
            ProgramItem& item = m_program->items[i];
            const bool chooses = item.kind == AnswerKind::SelectOne || item.kind == AnswerKind::SelectMultiple
                              || item.kind == AnswerKind::Rank;
            if (chooses && item.item->listFromRepeat)
                item.listItem = m_program->find(item.item->list);
            else if (chooses)
                item.list = m_program->list(item.item->list);
            for (const QString& path : item.item->trigger) {
                const int source = m_program->find(path);
                if (source >= 0 && !item.item->calculate.isEmpty())
                    at(source).triggers.push_back(static_cast<int>(i));
            }
        }
    }

    int addExpression(const FormRule& rule, const FormItem& item)
    {
        ParsedExpression parsed = parseExpression(rule.resolved);
        if (!parsed.expression) {
            fail(u"%1: %2"_s.arg(item.path,
                                 parsed.faults.isEmpty() ? rule.written : parsed.faults.first().text));
            return -1;
        }
        m_program->expressions.push_back(std::move(*parsed.expression));
        return static_cast<int>(m_program->expressions.size()) - 1;
    }

    void addVertex(int place, RuleKind kind)
    {
        ProgramItem& item = at(place);
        const FormRule& rule = ruleOf(*item.item, kind);
        const bool listOnly = kind == RuleKind::Choices && rule.isEmpty();
        if (item.vertex(kind) >= 0 || (rule.isEmpty() && !(listOnly && item.listItem >= 0)))
            return;
        if (isConstant(rule, kind) && !(kind == RuleKind::Relevant && !*constantWord(rule.written)))
            return;
        ProgramVertex vertex;
        vertex.item = place;
        vertex.rule = kind;
        vertex.shape = kind == RuleKind::RepeatCount ? item.outerShape : item.shape;
        ProgramShape& shape = m_program->shapes[static_cast<size_t>(vertex.shape)];
        vertex.mark = static_cast<int>(shape.vertices.size());
        vertex.rank = static_cast<int>(m_program->order.size());
        if (isConstant(rule, kind))
            vertex.expression = addExpression({rule.written, u"false()"_s}, *item.item);
        else if (!listOnly)
            vertex.expression = addExpression(rule, *item.item);
        const int index = static_cast<int>(m_program->vertices.size());
        shape.vertices.push_back(index);
        item.vertices[static_cast<size_t>(kind)] = index;
        m_program->order.push_back(index);
        m_program->vertices.push_back(vertex);
    }

    /// In the order of the graph; what the graph leaves out, because nothing depends on it, comes last.
    void makeVertices(const DependencyGraph& graph)
    {
        const auto isTriggered = [&](int place, RuleKind kind) {
            return kind == RuleKind::Calculate && !at(place).item->trigger.isEmpty();
        };
        m_ofGraph.assign(graph.vertices.size(), -1);
        for (const int index : graph.order) {
            const GraphVertex& vertex = graph.vertices[static_cast<size_t>(index)];
            if (vertex.rule == RuleKind::Texts || isTriggered(vertex.item, vertex.rule))
                continue;
            addVertex(vertex.item, vertex.rule);
            m_ofGraph[static_cast<size_t>(index)] = at(vertex.item).vertex(vertex.rule);
        }
        for (int place = 0; place < static_cast<int>(m_program->items.size()); ++place) {
            for (int kind = 0; kind < kRuleKinds; ++kind) {
                if (!isTriggered(place, static_cast<RuleKind>(kind)))
                    addVertex(place, static_cast<RuleKind>(kind));
            }
        }
    }

    void makeEdges(const DependencyGraph& graph)
    {
        m_program->edges.resize(m_program->items.size());
        for (size_t item = 0; item < graph.readers.size() && item < m_program->items.size(); ++item) {
            for (const GraphEdge& edge : graph.readers[item]) {
                const int vertex = m_ofGraph[static_cast<size_t>(edge.vertex)];
                if (vertex >= 0)
                    addEdge(static_cast<int>(item), vertex,
                            edge.commonRepeat < 0 ? 0 : at(edge.commonRepeat).shape);
            }
        }
        for (size_t place = 0; place < m_program->items.size(); ++place) {
            const ProgramItem& item = m_program->items[place];
            if (item.listItem >= 0 && item.vertex(RuleKind::Choices) >= 0)
                addEdge(item.listItem, item.vertex(RuleKind::Choices), listScope(item));
        }
    }

    /// Where the choices of a `select_one ${repeat}` are looked for: around the repeat of the question that has them.
    int listScope(const ProgramItem& item)
    {
        const ProgramItem& source = at(item.listItem);
        const int around =
            source.shape == 0 ? 0 : m_program->shapes[static_cast<size_t>(source.shape)].parent;
        return m_program->commonShape(item.shape, around);
    }

    /// The same vertex once for each item, with the widest reach.
    void addEdge(int item, int vertex, int common)
    {
        ProgramVertex& reader = m_program->vertices[static_cast<size_t>(vertex)];
        const int widest =
            m_program->commonShape(m_program->commonShape(at(item).shape, reader.shape), common);
        if (reader.item == item)
            reader.readsOwn = true;
        for (ProgramEdge& edge : m_program->edges[static_cast<size_t>(item)]) {
            if (edge.vertex == vertex) {
                edge.common = m_program->commonShape(edge.common, widest);
                return;
            }
        }
        m_program->edges[static_cast<size_t>(item)].push_back({vertex, widest});
    }

    void makeOtherExpressions()
    {
        for (ProgramItem& item : m_program->items) {
            if (!item.item->defaultExpression.isEmpty())
                item.defaultRule = addExpression(item.item->defaultExpression, *item.item);
            if (!item.item->trigger.isEmpty() && !item.item->calculate.isEmpty())
                item.triggered = addExpression(item.item->calculate, *item.item);
            item.shuffled = constantWord(item.item->parameters.value(u"randomize"_s)).value_or(false);
            if (const QString seed = item.item->parameters.value(u"seed"_s); item.shuffled && !seed.isEmpty())
                item.seedRule = addExpression({seed, seed}, *item.item);
        }
        if (!m_program->package().instanceName.isEmpty())
            m_program->instanceName =
                addExpression(m_program->package().instanceName, m_program->package().data);
    }

    std::shared_ptr<FormProgram> m_program;
    std::vector<int> m_ofGraph;  ///< by vertex of the graph: the vertex of the program, or -1
    std::optional<Error> m_error;
};

Result<FormProgramPtr> makeFormProgram(FormPackagePtr package)
{
    return ProgramMaker(std::move(package)).make();
}

}  // namespace prohori
