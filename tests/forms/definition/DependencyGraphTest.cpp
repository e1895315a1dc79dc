// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/DependencyGraph.h"
#include "forms/definition/FormTree.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// Who depends on whom, in which order, and which circles there are (forms 7.9).
class DependencyGraphTest : public QObject {
    Q_OBJECT

private slots:
    void ordersWhatIsReadBeforeWhoReads();
    void breaksTiesInRowOrder();
    void knowsHowFarAChangeReaches();
    void readsRepeatsOnTheWay();
    void findsCircles_data();
    void findsCircles();
    void allowsWhatIsNoCircle_data();
    void allowsWhatIsNoCircle();
    void leavesTriggeredCalculationsOut();
    void readsNamesInTexts();
    void settlesTheNumberOfInstancesFirst();
    void staysFastOnALongChain();
};

namespace {

/// A small way to write forms: rows with the depth as indent.
struct Row {
    const char* name;
    ItemKind kind = ItemKind::Question;
    const char* rule = "";  ///< `calculate: …` and others, split by `;`
    std::vector<Row> children = {};
};

void setRule(FormItem& item, const QString& text)
{
    const auto key = text.section(u':', 0, 0).trimmed();
    const auto value = text.section(u':', 1).trimmed();
    const FormRule rule{value, value};
    if (key == u"calculate")
        item.calculate = rule;
    else if (key == u"relevant")
        item.relevant = rule;
    else if (key == u"required")
        item.required = rule;
    else if (key == u"readonly")
        item.readonly = rule;
    else if (key == u"constraint")
        item.constraint = rule;
    else if (key == u"check")
        item.check = rule;
    else if (key == u"filter")
        item.choiceFilter = rule;
    else if (key == u"count")
        item.repeatCount = rule;
    else if (key == u"trigger")
        item.trigger = {value};
    else if (key == u"text")
        item.resolvedTexts.insert(u"x"_s, value);
    else if (key == u"list") {
        item.list = value;
        item.listFromRepeat = true;
    }
}

FormItem itemOf(const Row& row, const QString& above)
{
    FormItem item;
    item.name = QString::fromLatin1(row.name);
    item.path = above + u'/' + item.name;
    item.kind = row.kind;
    for (const auto& rule : QString::fromLatin1(row.rule).split(u';', Qt::SkipEmptyParts))
        setRule(item, rule.trimmed());
    for (const auto& child : row.children)
        item.children.push_back(itemOf(child, item.path));
    return item;
}

FormPackage packageOf(const std::vector<Row>& rows)
{
    FormPackage package;
    package.data = itemOf({"data", ItemKind::Group, "", rows}, QString());
    return package;
}

constexpr auto Q = ItemKind::Question;
constexpr auto G = ItemKind::Group;
constexpr auto R = ItemKind::Repeat;

/// `name.rule` of each vertex in the order of the graph.
QStringList orderOf(const DependencyGraph& graph, const FormPackage& package)
{
    static const char* words[] = {"relevant", "calculate",  "required", "readonly", "count",
                                  "choices",  "constraint", "check",    "texts"};
    const FormTree tree(package.data);
    QStringList names;
    for (const int vertex : graph.order) {
        const auto& place = graph.vertices[static_cast<size_t>(vertex)];
        names.append(tree.item(place.item).name + u'.' + QLatin1String(words[static_cast<int>(place.rule)]));
    }
    return names;
}

/// `reader@repeat` of everybody who reads that row; `*` for all instances.
QStringList readersOf(const DependencyGraph& graph, const FormPackage& package, const QString& path)
{
    const FormTree tree(package.data);
    QStringList readers;
    for (const auto& edge : graph.readers[static_cast<size_t>(tree.find(path))]) {
        const auto& place = graph.vertices[static_cast<size_t>(edge.vertex)];
        readers.append(tree.item(place.item).name + u'@'
                       + (edge.commonRepeat < 0 ? u"*"_s : tree.item(edge.commonRepeat).name));
    }
    return readers;
}

struct GraphCase {
    const char* name;
    std::vector<Row> rows;
    QString circle;
};

}  // namespace

void DependencyGraphTest::ordersWhatIsReadBeforeWhoReads()
{
    const auto package = packageOf({{"c", Q, "calculate: /data/b + 1"},
                                    {"b", Q, "calculate: /data/a + 1; relevant: /data/a > 1"},
                                    {"a", Q, "required: true()"}});
    const auto graph = buildGraph(package);
    QCOMPARE(orderOf(graph, package),
             (QStringList{u"b.relevant"_s, u"b.calculate"_s, u"c.calculate"_s, u"a.required"_s}));
    QVERIFY(graph.cycles.isEmpty());
    QCOMPARE(readersOf(graph, package, u"/data/a"_s), (QStringList{u"b@*"_s, u"b@*"_s}));
}

void DependencyGraphTest::breaksTiesInRowOrder()
{
    const auto package = packageOf(
        {{"a", Q, "calculate: 1"}, {"b", Q, "calculate: 2; relevant: 1 = 1"}, {"c", Q, "calculate: 3"}});
    QCOMPARE(orderOf(buildGraph(package), package),
             (QStringList{u"a.calculate"_s, u"b.relevant"_s, u"b.calculate"_s, u"c.calculate"_s}));
}

void DependencyGraphTest::knowsHowFarAChangeReaches()
{
    const auto package =
        packageOf({{"n"},
                   {"v",
                    R,
                    "",
                    {{"age"},
                     {"minor", Q, "calculate: ../age < /data/n"},
                     {"id", G, "", {{"nm"}, {"full", Q, "calculate: concat(../nm, ../../age)"}}},
                     {"inc", R, "", {{"what"}, {"tag", Q, "calculate: concat(../what, ../../age)"}}},
                     {"ninc", Q, "calculate: count(../inc/what)"}}},
                   {"total", Q, "calculate: sum(/data/v/age)"}});
    const auto graph = buildGraph(package);
    QCOMPARE(readersOf(graph, package, u"/data/v/age"_s),
             (QStringList{u"minor@v"_s, u"full@v"_s, u"tag@v"_s, u"total@*"_s}));
    QCOMPARE(readersOf(graph, package, u"/data/n"_s), QStringList{u"minor@*"_s});
    QCOMPARE(readersOf(graph, package, u"/data/v/id/nm"_s), QStringList{u"full@v"_s});
    QCOMPARE(readersOf(graph, package, u"/data/v/inc/what"_s), (QStringList{u"tag@inc"_s, u"ninc@v"_s}));
}

void DependencyGraphTest::readsRepeatsOnTheWay()
{
    const auto package =
        packageOf({{"v",
                    R,
                    "",
                    {{"age"},
                     {"at", Q, "calculate: position(..)"},
                     {"of", Q, "calculate: count(/data/v)"},
                     {"inc", R, "", {{"no", Q, "calculate: concat(position(../..), position(..))"}}}}},
                   {"minors", Q, "calculate: count(/data/v[age < 18])"}});
    const auto graph = buildGraph(package);
    QCOMPARE(readersOf(graph, package, u"/data/v"_s),
             (QStringList{u"at@*"_s, u"of@*"_s, u"no@*"_s, u"minors@*"_s}));
    QCOMPARE(readersOf(graph, package, u"/data/v/inc"_s), QStringList{u"no@v"_s});
    QCOMPARE(readersOf(graph, package, u"/data/v/age"_s), QStringList{u"minors@*"_s});
}

namespace {

QList<GraphCase> circles()
{
    return {
        {"two calculations", {{"a", Q, "calculate: /data/b"}, {"b", Q, "calculate: /data/a"}}, u"a b a"_s},
        {"itself", {{"a", Q, "calculate: /data/a + 1"}}, u"a a"_s},
        {"the dot in a calculation", {{"a", Q, "calculate: . + 1"}}, u"a a"_s},
        {"current() in a calculation", {{"a", Q, "calculate: string(current())"}}, u"a a"_s},
        {"string() of the context", {{"a", Q, "calculate: string()"}}, u"a a"_s},
        {"the dot in a relevance", {{"a", Q, "relevant: . = 1"}}, u"a a"_s},
        {"relevance by each other",
         {{"a", Q, "relevant: /data/b = 1"}, {"b", Q, "relevant: /data/a = 1"}},
         u"a b a"_s},
        {"a group by its own question", {{"g", G, "relevant: /data/g/a = 1", {{"a"}}}}, u"g a g"_s},
        {"value against relevance",
         {{"a", Q, "relevant: /data/b = 1"}, {"b", Q, "calculate: /data/c"}, {"c", Q, "calculate: /data/a"}},
         u"a b c a"_s},
        {"choices by each other",
         {{"a", Q, "filter: x = /data/b"}, {"b", Q, "filter: x = /data/a"}},
         u"a b a"_s},
        {"own name in a filter", {{"a", Q, "filter: x = /data/a"}}, u"a a"_s},
        {"a number of instances by what is inside", {{"r", R, "count: sum(/data/r/x)", {{"x"}}}}, u"r x r"_s},
        {"in one instance",
         {{"r", R, "", {{"a", Q, "calculate: ../b"}, {"b", Q, "calculate: ../a"}}}},
         u"a b a"_s},
        {"own template without a predicate",
         {{"r", R, "", {{"a", Q, "calculate: sum(/data/r/a)"}}}},
         u"a a"_s},
        {"own template inside a predicate",
         {{"r", R, "", {{"a", Q, "calculate: count(/data/r[a > 1])"}}}},
         u"a a"_s},
        {"through another template even with a predicate",
         {{"r", R, "", {{"a", Q, "calculate: /data/r[1]/b"}, {"b", Q, "calculate: ../a"}}}},
         u"a b a"_s},
        {"choices from answers that they decide",
         {{"r", R, "", {{"x", Q, "calculate: /data/s"}}}, {"s", Q, "list: /data/r/x"}},
         u"x s x"_s},
    };
}

QList<GraphCase> noCircles()
{
    return {
        {"the dot in a constraint", {{"a", Q, "constraint: . > 1"}}, {}},
        {"the dot in a check", {{"a", Q, "check: . > 1"}}, {}},
        {"own name in a constraint", {{"a", Q, "constraint: /data/a > 1"}}, {}},
        {"own name in required", {{"a", Q, "required: /data/a = ''"}}, {}},
        {"the dot in a filter", {{"a", Q, "filter: . != 'x'"}}, {}},
        {"current() in a filter", {{"a", Q, "filter: name != current()"}}, {}},
        {"the dot inside once()", {{"a", Q, "calculate: once(. + 1)"}}, {}},
        {"once()", {{"a", Q, "calculate: once(random())"}}, {}},
        {"a running total",
         {{"r",
           R,
           "",
           {{"x"}, {"t", Q, "calculate: /data/r[position() = position(current()/..) - 1]/t + ../x"}}}},
         {}},
        {"a running total by indexed-repeat",
         {{"r",
           R,
           "",
           {{"x"}, {"t", Q, "calculate: indexed-repeat(/data/r/t, /data/r, position(..) - 1) + ../x"}}}},
         {}},
        {"position in a repeat", {{"r", R, "", {{"a", Q, "calculate: position(..)"}}}}, {}},
        {"a triggered calculation",
         {{"a", Q, "calculate: /data/b; trigger: /data/b"}, {"b", Q, "calculate: /data/a"}},
         {}},
        {"neighbours in a group with a condition",
         {{"n"}, {"g", G, "relevant: /data/n = 1", {{"a"}, {"b", Q, "calculate: /data/g/a"}}}},
         {}},
        {"constraints by each other",
         {{"a", Q, "constraint: . > /data/b"}, {"b", Q, "constraint: . < /data/a"}},
         {}},
    };
}

}  // namespace

void DependencyGraphTest::findsCircles_data()
{
    QTest::addColumn<int>("at");
    for (qsizetype at = 0; at < circles().size(); ++at)
        QTest::newRow(circles().at(at).name) << int(at);
}

void DependencyGraphTest::findsCircles()
{
    QFETCH(int, at);
    const auto graph = buildGraph(packageOf(circles().at(at).rows));
    QCOMPARE(graph.cycles.size(), 1);
    QCOMPARE(graph.cycleStarts.size(), size_t(1));
    QCOMPARE(graph.cycles.first().join(u' '), circles().at(at).circle);
}

void DependencyGraphTest::allowsWhatIsNoCircle_data()
{
    QTest::addColumn<int>("at");
    for (qsizetype at = 0; at < noCircles().size(); ++at)
        QTest::newRow(noCircles().at(at).name) << int(at);
}

void DependencyGraphTest::allowsWhatIsNoCircle()
{
    QFETCH(int, at);
    const auto graph = buildGraph(packageOf(noCircles().at(at).rows));
    QVERIFY2(graph.cycles.isEmpty(), qPrintable(graph.cycles.value(0).join(u' ')));
    QCOMPARE(graph.order.size(), graph.vertices.size());
}

void DependencyGraphTest::leavesTriggeredCalculationsOut()
{
    const auto package =
        packageOf({{"a"}, {"b", Q, "calculate: /data/a; trigger: /data/a"}, {"c", Q, "calculate: /data/b"}});
    const auto graph = buildGraph(package);
    QCOMPARE(graph.vertices.size(), size_t(1));
    QVERIFY(readersOf(graph, package, u"/data/a"_s).isEmpty());
    QCOMPARE(readersOf(graph, package, u"/data/b"_s), QStringList{u"c@*"_s});
}

void DependencyGraphTest::readsNamesInTexts()
{
    const auto package = packageOf({{"a"}, {"r", R, "text: ./nm", {{"nm"}, {"b", Q, "text: ../nm"}}}});
    const auto graph = buildGraph(package);
    QCOMPARE(readersOf(graph, package, u"/data/r/nm"_s), (QStringList{u"r@r"_s, u"b@r"_s}));
    QVERIFY(graph.vertices[0].rule == RuleKind::Texts);
}

void DependencyGraphTest::settlesTheNumberOfInstancesFirst()
{
    const auto package = packageOf(
        {{"all", Q, "calculate: sum(/data/v/r/x)"},
         {"v", R, "", {{"n", Q, "calculate: 3"}, {"r", R, "count: ./n; relevant: ../n > 1", {{"x"}}}}}});
    const auto graph = buildGraph(package);
    QCOMPARE(orderOf(graph, package),
             (QStringList{u"n.calculate"_s, u"r.count"_s, u"r.relevant"_s, u"all.calculate"_s}));
    QCOMPARE(readersOf(graph, package, u"/data/v/n"_s), (QStringList{u"r@v"_s, u"r@v"_s}));
}

void DependencyGraphTest::staysFastOnALongChain()
{
    FormPackage package;
    package.data.name = u"data"_s;
    package.data.path = u"/data"_s;
    package.data.kind = ItemKind::Group;
    constexpr int kRows = 20'000;
    for (int row = 0; row < kRows; ++row) {
        FormItem item;
        item.name = u"q%1"_s.arg(row);
        item.path = u"/data/"_s + item.name;
        const auto expression = u"/data/q%1 + /data/q0"_s.arg((row + 1) % kRows);
        item.calculate = row == 0 ? FormRule() : FormRule{expression, expression};
        package.data.children.push_back(item);
    }
    const auto graph = buildGraph(package);
    QVERIFY(graph.cycles.isEmpty());
    QCOMPARE(graph.order.size(), size_t(kRows - 1));
    QCOMPARE(graph.order.front(), kRows - 2);
    QCOMPARE(graph.readers[1].size(), size_t(kRows - 1));

    // Closed to a ring it is one circle through all.
    package.data.children[0].calculate = {u"/data/q1"_s, u"/data/q1"_s};
    const auto ring = buildGraph(package);
    QCOMPARE(ring.cycles.size(), 1);
    QVERIFY(ring.cycles.first().size() >= 3);
}

QTEST_GUILESS_MAIN(DependencyGraphTest)
#include "DependencyGraphTest.moc"
