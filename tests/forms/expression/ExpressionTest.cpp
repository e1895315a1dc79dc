// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/Expression.h"
#include "forms/expression/FunctionTable.h"
#include "tests/support/TestSeed.h"

#include <QRandomGenerator>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

bool sameStep(const PathStep& left, const PathStep& right)
{
    return left.kind == right.kind && left.name == right.name && left.key == right.key
        && left.predicates == right.predicates;
}

bool sameNode(const ExpressionNode& left, const ExpressionNode& right)
{
    return left.kind == right.kind && left.number == right.number && left.text == right.text
        && left.function == right.function && left.operands == right.operands
        && left.absolute == right.absolute && left.start == right.start
        && left.startPredicates == right.startPredicates
        && std::equal(left.steps.begin(), left.steps.end(), right.steps.begin(), right.steps.end(), sameStep);
}

bool sameExpression(const Expression& left, const Expression& right)
{
    return std::equal(left.nodes.begin(), left.nodes.end(), right.nodes.begin(), right.nodes.end(), sameNode);
}

/// With every operation in parentheses: shows what binds what.
QString shape(const Expression& expression, int place)
{
    const ExpressionNode& node = expression.nodes[static_cast<size_t>(place)];
    if (node.kind == ExpressionKind::Number)
        return QString::number(node.number);
    if (node.kind == ExpressionKind::Path)
        return node.steps.back().kind == StepKind::AnyChild ? u"*"_s : node.steps.back().name;
    if (node.kind == ExpressionKind::Negate)
        return u"(-"_s + shape(expression, node.operands[0]) + u")"_s;
    static const QStringList signs{u"or"_s, u"and"_s, u"="_s, u"!="_s,  u"<"_s,   u"<="_s, u">"_s, u">="_s,
                                   u"+"_s,  u"-"_s,   u"*"_s, u"div"_s, u"mod"_s, {},      u"|"_s};
    const int sign = static_cast<int>(node.kind) - static_cast<int>(ExpressionKind::Or);
    return u"("_s + shape(expression, node.operands[0]) + u" "_s + signs.value(sign) + u" "_s
         + shape(expression, node.operands[1]) + u")"_s;
}

/// Expressions by the grammar of forms 6.1, with odd white space.
class Writer {
public:
    explicit Writer(quint32 seed) : m_chance(seed) {}

    QString write(int depth)
    {
        const int kind = depth <= 0 ? m_chance.bounded(3) : m_chance.bounded(10);
        switch (kind) {
        case 0: return number();
        case 1: return m_chance.bounded(2) == 0 ? u"'it \"is\" ক'"_s : u"\"it's\""_s;
        case 2: return location(depth);
        case 3: return u"("_s + gap() + write(depth - 1) + gap() + u")"_s;
        case 4: return u"-"_s + gap() + write(depth - 1);
        case 5: return u"concat("_s + write(depth - 1) + gap() + u","_s + write(depth - 1) + u")"_s;
        case 6:
            return u"("_s + location(depth) + u" | "_s + location(depth) + u")["_s + write(depth - 1)
                 + u"]/nm"_s;
        case 7: return u"current()/../nm"_s;
        default: {
            static const QStringList signs{u"or"_s, u"and"_s, u"="_s, u"!="_s, u"<"_s,   u"<="_s, u">"_s,
                                           u">="_s, u"+"_s,   u"-"_s, u"*"_s,  u"div"_s, u"mod"_s};
            const QString sign = signs[m_chance.bounded(static_cast<int>(signs.size()))];
            return write(depth - 1) + u" "_s + gap() + sign + u" "_s + gap() + write(depth - 1);
        }
        }
    }

private:
    QString gap() { return QString(m_chance.bounded(3), m_chance.bounded(2) == 0 ? u' ' : u'\n'); }

    QString number()
    {
        static const QStringList numbers{u"0"_s,     u".5"_s,        u"7."_s,
                                         u"12.75"_s, u"0.0000001"_s, u"1000000000000000000000000"_s};
        return numbers[m_chance.bounded(static_cast<int>(numbers.size()))];
    }

    QString location(int depth)
    {
        static const QStringList names{u"nm"_s,  u"a-1"_s, u"div"_s,       u"*"_s,
                                       u"x.y"_s, u"_z"_s,  u"child::age"_s};
        QString path =
            m_chance.bounded(2) == 0 ? u"/data"_s : QStringList{u"."_s, u".."_s}.value(m_chance.bounded(2));
        for (int steps = m_chance.bounded(3); steps > 0; --steps) {
            path += u"/"_s + gap() + names[m_chance.bounded(static_cast<int>(names.size()))];
            if (depth > 0 && m_chance.bounded(3) == 0)
                path += u"["_s + write(depth - 1) + u"]"_s;
        }
        return path;
    }

    QRandomGenerator m_chance;
};

}  // namespace

class ExpressionTest : public QObject {
    Q_OBJECT

private slots:
    void bindsByPrecedence_data();
    void bindsByPrecedence();
    void keepsPlaces();
    void tellsWhatIsWrong_data();
    void tellsWhatIsWrong();
    void reportsEveryUnknownFunction();
    void refusesNestingBombs_data();
    void refusesNestingBombs();
    void takesLongChains();
    void boundsTheText();
    void writesWhatItReads_data();
    void writesWhatItReads();
    void writesAndReadsAnything();
    void survivesAnyText();
    void findsNames_data();
    void findsNames();
    void knowsItsFunctions();
    void suggestsTheNearestWord();
};

void ExpressionTest::bindsByPrecedence_data()
{
    QTest::addColumn<QString>("wanted");
    const auto row = [](const char* source, const char* wanted) {
        QTest::newRow(source) << QString::fromUtf8(wanted);
    };
    row("1 + 2 * 3", "(1 + (2 * 3))");
    row("1 * 2 + 3", "((1 * 2) + 3)");
    row("1 - 2 - 3", "((1 - 2) - 3)");
    row("1 - (2 - 3)", "(1 - (2 - 3))");
    row("1 < 2 < 3", "((1 < 2) < 3)");
    row("1 = 2 < 3", "(1 = (2 < 3))");
    row("a or b and c", "(a or (b and c))");
    row("a and b or c", "((a and b) or c)");
    row("a and b = c", "(a and (b = c))");
    row("- a | b", "(-(a | b))");
    row("--a * b", "((-(-a)) * b)");
    row("a * -b", "(a * (-b))");
    row("6 div 2 mod 4", "((6 div 2) mod 4)");
    row("a-1", "a-1");
    row("a - 1", "(a - 1)");
    row("a -1", "(a - 1)");
    row("1-1", "(1 - 1)");
    row("1 -a-1", "(1 - a-1)");
    row("div div div", "(div div div)");
    row("or or and and mod", "(or or (and and mod))");
    row("/data/div div 2", "(div div 2)");
    row("(a)div(b)", "(a div b)");
    row("3mod 2", "(3 mod 2)");
    row("a[1]*2", "(a * 2)");
    row("* * *", "(* * *)");
    row("a!=b", "(a != b)");
    row("a<=b", "(a <= b)");
}

void ExpressionTest::bindsByPrecedence()
{
    QFETCH(QString, wanted);
    const ParsedExpression parsed = parseExpression(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(parsed.expression);
    QCOMPARE(shape(*parsed.expression, static_cast<int>(parsed.expression->nodes.size()) - 1), wanted);
}

void ExpressionTest::keepsPlaces()
{
    const ParsedExpression parsed =
        parseExpression(u"  /data/victim[age > 18]/nm = concat('x', jr:choice-name(., 'p'))"_s);
    QVERIFY(parsed.expression);
    const Expression& expression = *parsed.expression;
    const ExpressionNode& root = expression.root();
    QCOMPARE(root.kind, ExpressionKind::Equal);
    QCOMPARE(root.offset, 28);
    const ExpressionNode& path = expression.nodes[static_cast<size_t>(root.operands[0])];
    QCOMPARE(path.offset, 2);
    QVERIFY(path.absolute);
    QCOMPARE(path.steps.size(), size_t(3));
    QCOMPARE(path.steps[1].name, u"victim"_s);
    QCOMPARE(path.steps[1].offset, 8);
    QCOMPARE(path.steps[1].predicates.size(), size_t(1));
    QCOMPARE(path.steps[2].offset, 25);
    const ExpressionNode& call = expression.nodes[static_cast<size_t>(root.operands[1])];
    QCOMPARE(functionAt(call.function).name, "concat");
    for (size_t place = 0; place < expression.nodes.size(); ++place) {
        for (const int operand : expression.nodes[place].operands)
            QVERIFY2(operand < static_cast<int>(place), "children stand before their parents");
    }
}

void ExpressionTest::tellsWhatIsWrong_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("offset");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* source, const char* code, int offset, const char* text) {
        QTest::newRow(source) << QString::fromUtf8(code) << offset << QString::fromUtf8(text);
    };
    row("1 +", "X01", 3, "Cannot read the expression at character 4: a value or a name.");
    row("", "X01", 0, "Cannot read the expression at character 1: a value or a name.");
    row("(1 + 2", "X01", 6, "Cannot read the expression at character 7: ')'.");
    row("f 1", "X01", 2, "Cannot read the expression at character 3: an operator.");
    row("if(1, 2, 3", "X01", 10, "Cannot read the expression at character 11: ',' or ')'.");
    row("'abc", "X01", 4, "Cannot read the expression at character 5: the closing quote.");
    row("1 # 2", "X01", 2, "Cannot read the expression at character 3: an operator.");
    row("a/", "X01", 2, "Cannot read the expression at character 3: a name.");
    row("conut(a)", "X02", 0, "There is no function 'conut'. Did you mean 'count'?");
    row("1 + area(a)", "X02", 4, "There is no function 'area'. It is not supported yet.");
    row("frobnicate()", "X02", 0, "There is no function 'frobnicate'.");
    row("not()", "X03", 0, "not() takes 1 arguments, not 0.");
    row("round(1, 2, 3)", "X03", 0, "round() takes 1 to 2 arguments, not 3.");
    row("indexed-repeat(a, b, 1, c)", "X03", 0, "indexed-repeat() takes 3, 5 or 7 arguments, not 4.");
    row("join()", "X03", 0, "join() takes at least 1 arguments, not 0.");
    row("1 + //a", "X06", 4, "'//' is not supported here.");
    row("a//b", "X06", 1, "'//' is not supported here.");
    row("@id = 1", "X06", 0, "'@id' is not supported here.");
    row("1 + $x", "X06", 4, "'$x' is not supported here.");
    row("ancestor::a", "X06", 0, "'ancestor::' is not supported here.");
    row("a/text()", "X06", 2, "'text()' is not supported here.");
    row("count('a')", "X06", 6, "'count()' is not supported here.");
    row("regex(a, '[')", "X07", 9, nullptr);
    row("date('2024-02-30')", "X08", 5, "'2024-02-30' is not a date.");
    row("format-date(a, '%d/%k')", "X09", 15, "'%k' is not a date format code.");
}

void ExpressionTest::tellsWhatIsWrong()
{
    QFETCH(QString, code);
    QFETCH(int, offset);
    QFETCH(QString, text);
    const ParsedExpression parsed = parseExpression(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(!parsed.expression);
    QCOMPARE(parsed.faults.size(), 1);
    QCOMPARE(parsed.faults[0].code, code);
    QCOMPARE(parsed.faults[0].offset, offset);
    if (!text.isEmpty())
        QCOMPARE(parsed.faults[0].text, text);
    else
        QVERIFY(parsed.faults[0].text.startsWith(u"The pattern is not a valid regular expression: "_s));
}

void ExpressionTest::reportsEveryUnknownFunction()
{
    const ParsedExpression parsed = parseExpression(u"foo(bar(1)) + not() + date('x') + count(a)"_s);
    QVERIFY(!parsed.expression);
    QStringList codes;
    for (const ExpressionFault& fault : parsed.faults)
        codes.append(fault.code + u'@' + QString::number(fault.offset));
    QCOMPARE(codes, QStringList({u"X02@4"_s, u"X02@0"_s, u"X03@14"_s, u"X08@27"_s}));
}

void ExpressionTest::refusesNestingBombs_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::newRow("parentheses") << u"("_s << u")"_s;
    QTest::newRow("calls") << u"not("_s << u")"_s;
    QTest::newRow("predicates") << u"a["_s << u"]"_s;
    QTest::newRow("signs") << u"-"_s << QString();
    QTest::newRow("conditions") << u"if(a, b, "_s << u")"_s;
}

/// SEC-85: 64 levels, whatever they are made of; no text overflows the stack.
void ExpressionTest::refusesNestingBombs()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    const auto nested = [&](int levels) { return before.repeated(levels) + u"a"_s + after.repeated(levels); };
    QVERIFY(parseExpression(nested(64)).expression);
    for (const int levels : {65, 1000, 5000}) {
        const ParsedExpression parsed = parseExpression(nested(levels));
        QVERIFY(!parsed.expression);
        QCOMPARE(parsed.faults.size(), 1);
        QCOMPARE(parsed.faults[0].code, u"X01"_s);
    }
    QVERIFY(!parseExpression(before.repeated(7000)).expression);
}

void ExpressionTest::takesLongChains()
{
    for (const QString& sign : {u" + "_s, u" and "_s, u" = "_s, u" | "_s, u"/"_s}) {
        const QString source = u"a"_s + (sign + u"a"_s).repeated(10000);
        const ParsedExpression parsed = parseExpression(source);
        QVERIFY(parsed.expression);
        QCOMPARE(writeExpression(*parsed.expression), source);
    }
}

void ExpressionTest::boundsTheText()
{
    QVERIFY(parseExpression(u"1"_s + QString(65535, u' ')).expression);
    const ParsedExpression parsed = parseExpression(u"1"_s + QString(65536, u' '));
    QVERIFY(!parsed.expression);
    QCOMPARE(parsed.faults[0].code, u"X01"_s);
}

void ExpressionTest::writesWhatItReads_data()
{
    QTest::addColumn<QString>("written");
    const auto row = [](const char* source, const char* written) {
        QTest::newRow(source) << QString::fromUtf8(written);
    };
    row("1+2*3", "1 + 2 * 3");
    row("(1+2)*3", "(1 + 2) * 3");
    row("1-(2-3)", "1 - (2 - 3)");
    row("((a))", "a");
    row("(a/b)[1]/c", "(a/b)[1]/c");
    row("- - a", "--a");
    row("-(a + b)", "-(a + b)");
    row("\"it's\"", "\"it's\"");
    row("\"plain\"", "'plain'");
    row("child::a/parent::node()/self::node()", "a/../.");
    row("a [ 1 ] [ b ]", "a[1][b]");
    row("if( a ,'x' , 1.50)", "if(a, 'x', 1.5)");
    row("a = (b = c)", "a = (b = c)");
    row("/data/*", "/data/*");
}

void ExpressionTest::writesWhatItReads()
{
    QFETCH(QString, written);
    const ParsedExpression parsed = parseExpression(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(parsed.expression);
    QCOMPARE(writeExpression(*parsed.expression), written);
}

/// Parsing what was written gives the same expression, for any expression.
void ExpressionTest::writesAndReadsAnything()
{
    Writer writer(testSeed());
    int read = 0;
    for (int round = 0; round < 3000; ++round) {
        const QString source = writer.write(5);
        const ParsedExpression first = parseExpression(source);
        if (!first.expression) {
            QVERIFY2(first.faults[0].kind == u"type"_s || source.size() > 65536, qPrintable(source));
            continue;
        }
        ++read;
        const QString written = writeExpression(*first.expression);
        const ParsedExpression second = parseExpression(written);
        QVERIFY2(second.expression, qPrintable(source + u"\n"_s + written));
        QVERIFY2(sameExpression(*first.expression, *second.expression),
                 qPrintable(source + u"\n"_s + written));
        QCOMPARE(writeExpression(*second.expression), written);
    }
    QVERIFY(read > 2000);
}

/// SEC-85: whatever the text, there is an expression or a fault within it.
void ExpressionTest::survivesAnyText()
{
    QRandomGenerator chance(testSeed());
    Writer writer(testSeed());
    const QString letters = u"()[]/.|*+-=<>!'\",:$@ adiv1.ক\n{}"_s;
    for (int round = 0; round < 20000; ++round) {
        QString source = writer.write(3);
        for (int changes = 1 + chance.bounded(3); changes > 0; --changes) {
            const qsizetype at = chance.bounded(static_cast<int>(source.size()) + 1);
            source.insert(at, letters[chance.bounded(static_cast<int>(letters.size()))]);
            source.remove(chance.bounded(static_cast<int>(source.size())), chance.bounded(3));
        }
        const ParsedExpression parsed = parseExpression(source);
        QCOMPARE(parsed.expression.has_value(), parsed.faults.isEmpty());
        for (const ExpressionFault& fault : parsed.faults) {
            QVERIFY2(fault.offset >= 0 && fault.offset <= source.size(), qPrintable(source));
            QVERIFY(!fault.code.isEmpty() && !fault.kind.isEmpty() && !fault.text.isEmpty());
        }
    }
}

void ExpressionTest::findsNames_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<bool>("quotes");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("two") << u"${a} + ${ b-1 }"_s << true << QStringList{u"a@0+4"_s, u"b-1@7+8"_s};
    QTest::newRow("in a literal") << u"'${a}' = ${b}"_s << true << QStringList{u"b@9+4"_s};
    QTest::newRow("in a text") << u"It's ${a}"_s << false << QStringList{u"a@5+4"_s};
    QTest::newRow("never closed") << u"${a} ${b"_s << true << QStringList{u"a@0+4"_s};
    QTest::newRow("open quote") << u"'${a}"_s << true << QStringList{};
    QTest::newRow("a mere dollar") << u"$5 {x} $"_s << false << QStringList{};
}

void ExpressionTest::findsNames()
{
    QFETCH(QString, source);
    QFETCH(bool, quotes);
    QFETCH(QStringList, found);
    QStringList names;
    for (const NameReference& one : nameReferences(source, quotes))
        names.append(u"%1@%2+%3"_s.arg(one.name).arg(one.offset).arg(one.length));
    QCOMPARE(names, found);
}

void ExpressionTest::knowsItsFunctions()
{
    for (int place = 0; place < functionCount(); ++place)
        QCOMPARE(findFunction(QString::fromLatin1(functionAt(place).name)), place);
    QCOMPARE(findFunction(u"area"_s), -1);
    QVERIFY(isReservedFunction(u"area"_s) && isReservedFunction(u"extract-signed"_s));
    QVERIFY(!isReservedFunction(u"count"_s));
    QStringList changing;
    for (int place = 0; place < functionCount(); ++place) {
        if (functionAt(place).volatileResult)
            changing.append(QString::fromLatin1(functionAt(place).name));
    }
    QCOMPARE(changing, QStringList({u"today"_s, u"now"_s, u"random"_s, u"uuid"_s}));
    QVERIFY(functionAt(findFunction(u"selected"_s)).boolean && !functionAt(findFunction(u"if"_s)).boolean);
}

void ExpressionTest::suggestsTheNearestWord()
{
    const QStringList words{u"age"_s, u"Agent"_s, u"name"_s, u"x"_s};
    QCOMPARE(nearestWord(u"agd"_s, words), u"age"_s);
    QCOMPARE(nearestWord(u"AGENT"_s, words), u"Agent"_s);
    QCOMPARE(nearestWord(u"agen"_s, words), u"age"_s);  // the first of equals
    QCOMPARE(nearestWord(u"naem"_s, words), u"name"_s);
    QCOMPARE(nearestWord(u"district"_s, words), QString());
    QCOMPARE(nearestWord(u"y"_s, words), QString());  // nothing in common
}

QTEST_APPLESS_MAIN(ExpressionTest)
#include "ExpressionTest.moc"
