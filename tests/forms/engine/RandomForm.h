// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "FormRunFixture.h"

#include <QRandomGenerator>

namespace prohori {

/** Makes forms by chance: groups and repeats in each other, calculations, relevance, filters, counts, triggers, running totals.

    Most references look back, some look ahead; a form that goes in a circle is for the caller to throw away.
*/
class RandomForm {
public:
    explicit RandomForm(QRandomGenerator& chance) : m_chance(chance) {}

    QString make()
    {
        m_rows.clear();
        m_questions.clear();
        m_repeats.clear();
        plan(0, 0, QString());
        for (Row& row : m_rows)
            fill(row);
        QList<QStringList> cells;
        for (const Row& row : m_rows)
            cells.append(row.cells);
        return table({QStringLiteral("type"), QStringLiteral("name"), QStringLiteral("label"),
                      QStringLiteral("relevant"), QStringLiteral("calculation"), QStringLiteral("required"),
                      QStringLiteral("readonly"), QStringLiteral("constraint"),
                      QStringLiteral("choice_filter"), QStringLiteral("repeat_count"),
                      QStringLiteral("trigger"), QStringLiteral("default"), QStringLiteral("bind::ht:check")},
                     cells)
             + table({QStringLiteral("list_name"), QStringLiteral("name"), QStringLiteral("label"),
                      QStringLiteral("k")},
                     {{QStringLiteral("l"), QStringLiteral("a"), QStringLiteral("A"), QStringLiteral("1")},
                      {QStringLiteral("l"), QStringLiteral("b"), QStringLiteral("B"), QStringLiteral("2")},
                      {QStringLiteral("l"), QStringLiteral("c"), QStringLiteral("C"), QStringLiteral("3")}},
                     QStringLiteral("choices"))
             + table({QStringLiteral("form_id"), QStringLiteral("namespaces")},
                     {{QStringLiteral("random"), QStringLiteral("ht=\"urn:ht-forms:1\"")}},
                     QStringLiteral("settings"));
    }

private:
    enum Column {
        Type,
        Name,
        Label,
        Relevant,
        Calculation,
        Required,
        Readonly,
        Constraint,
        Filter,
        Count,
        Trigger,
        Default,
        Check
    };
    struct Row {
        QStringList cells = QStringList(13);
        QString repeat;       ///< the innermost around it
        bool direct = false;  ///< right inside that repeat, in no group
    };

    bool likely(int percent) { return m_chance.bounded(100) < percent; }
    QString any(const QStringList& of)
    {
        return of.isEmpty() ? QString() : of[m_chance.bounded(static_cast<int>(of.size()))];
    }
    QString one() { return QStringLiteral("${%1}").arg(any(m_here)); }

    void plan(int depth, int from, const QString& repeat)
    {
        const int count = 2 + m_chance.bounded(4);
        const bool direct = from == 1;
        for (int i = 0; i < count; ++i) {
            const int kind = m_chance.bounded(10);
            if (depth < 3 && kind < 2 && m_rows.size() < 40)
                box(QStringLiteral("group"), depth, repeat);
            else if (depth < 3 && kind < 4 && m_rows.size() < 40)
                box(QStringLiteral("repeat"), depth, repeat);
            else
                question(repeat, direct);
        }
    }

    void box(const QString& kind, int depth, const QString& repeat)
    {
        const QString name = QStringLiteral("%1%2").arg(kind[0]).arg(m_rows.size());
        Row begin;
        begin.cells[Type] = QStringLiteral("begin ") + kind;
        begin.cells[Name] = begin.cells[Label] = name;
        begin.repeat = repeat;
        m_rows.append(begin);
        const bool rows = kind == QStringLiteral("repeat");
        if (rows)
            m_repeats.append(name);
        plan(depth + 1, rows ? 1 : 0, rows ? name : repeat);
        question(rows ? name : repeat, rows);
        Row end;
        end.cells[Type] = QStringLiteral("end ") + kind;
        m_rows.append(end);
    }

    void question(const QString& repeat, bool direct)
    {
        static const QStringList kTypes{QStringLiteral("integer"),   QStringLiteral("integer"),
                                        QStringLiteral("text"),      QStringLiteral("select_one l"),
                                        QStringLiteral("calculate"), QStringLiteral("calculate"),
                                        QStringLiteral("decimal"),   QStringLiteral("select_multiple l")};
        Row row;
        row.cells[Type] = any(kTypes);
        row.cells[Name] = row.cells[Label] = QStringLiteral("q%1").arg(m_rows.size());
        row.repeat = repeat;
        row.direct = direct;
        m_questions.append(row.cells[Name]);
        m_rows.append(row);
    }

    void fill(Row& row)
    {
        const QString& type = row.cells[Type];
        if (type.startsWith(QStringLiteral("end")))
            return;
        const auto before = m_questions.indexOf(row.cells[Name]);
        m_here = before < 0 || likely(15) ? m_questions : m_questions.mid(0, before);
        if (before < 0)  // a group or repeat: what stands before it is in the rows above
            m_here = above(row);
        m_row = &row;
        if (m_here.isEmpty())
            m_here = {QStringLiteral("none")};
        const bool lonely = m_here.first() == QStringLiteral("none");
        if (type == QStringLiteral("calculate")
            || (type == QStringLiteral("integer") && !lonely && likely(15)))
            row.cells[Calculation] = lonely ? QStringLiteral("1 + 1") : calculation(row);
        if (lonely)
            return;
        if (likely(30))
            row.cells[Relevant] = condition();
        if (type.startsWith(QStringLiteral("begin"))) {
            if (type.endsWith(QStringLiteral("repeat")) && likely(30))
                row.cells[Count] = QStringLiteral("coalesce(%1, 1) mod 4").arg(one());
            if (likely(10))
                row.cells[Readonly] = condition();
            return;
        }
        answers(row);
    }

    void answers(Row& row)
    {
        const QString& type = row.cells[Type];
        if (type == QStringLiteral("calculate"))
            return;
        if (likely(20))
            row.cells[Required] = condition();
        if (likely(20))
            row.cells[Constraint] = QStringLiteral(". != '7' and ") + condition();
        if (likely(15))
            row.cells[Check] = condition();
        if (type.startsWith(QStringLiteral("select")) && likely(60))
            row.cells[Filter] = QStringLiteral("k <= coalesce(%1, 2)").arg(one());
        if (row.cells[Calculation].isEmpty() && likely(15))
            row.cells[Default] = type == QStringLiteral("text") ? QStringLiteral("concat('d', %1)").arg(one())
                                                                : QStringLiteral("1 + 1");
        if (type == QStringLiteral("integer") && row.cells[Calculation].isEmpty() && likely(15)) {
            row.cells[Trigger] = one();
            row.cells[Calculation] = QStringLiteral("coalesce(%1, 0) + 1").arg(one());
        }
    }

    QStringList above(const Row& row) const
    {
        QStringList names;
        for (const Row& each : m_rows) {
            if (&each == &row)
                break;
            if (m_questions.contains(each.cells[Name]))
                names.append(each.cells[Name]);
        }
        return names;
    }

    QString number(int depth = 0)
    {
        switch (m_chance.bounded(depth > 1 ? 6 : 8)) {
        case 0: return QString::number(m_chance.bounded(5));
        case 1: return one();
        case 2: return QStringLiteral("coalesce(%1, 0)").arg(one());
        case 3: return QStringLiteral("sum(%1)").arg(one());
        case 4:
            return m_repeats.isEmpty() || likely(70) ? QStringLiteral("count(%1)").arg(one())
                                                     : QStringLiteral("count(${%1})").arg(any(m_repeats));
        case 5:
            return m_row->direct ? QStringLiteral("position(..)")
                                 : QStringLiteral("string-length(%1)").arg(one());
        case 6: return QStringLiteral("%1 + %2").arg(number(depth + 1), number(depth + 1));
        default: return QStringLiteral("(%1 mod 3)").arg(number(depth + 1));
        }
    }

    QString condition(int depth = 0)
    {
        switch (m_chance.bounded(depth > 1 ? 4 : 7)) {
        case 0: return QStringLiteral("%1 > %2").arg(number(1)).arg(m_chance.bounded(4));
        case 1:
            return QStringLiteral("%1 = '%2'")
                .arg(one(), any({QString(), QStringLiteral("a"), QStringLiteral("1")}));
        case 2:
            return QStringLiteral("selected(%1, '%2')")
                .arg(one(), any({QStringLiteral("a"), QStringLiteral("b")}));
        case 3: return QStringLiteral("%1 != ''").arg(one());
        case 4: return QStringLiteral("not(%1)").arg(condition(depth + 1));
        case 5: return QStringLiteral("%1 and %2").arg(condition(depth + 1), condition(depth + 1));
        default: return QStringLiteral("(%1 or %2)").arg(condition(depth + 1), condition(depth + 1));
        }
    }

    QString calculation(const Row& row)
    {
        const int kind = m_chance.bounded(10);
        if (kind == 0 && row.direct)
            return QStringLiteral("%1 + coalesce(${%2}[position() = position(current()/..) - 1]/%3, 0)")
                .arg(number(1), row.repeat, row.cells[Name]);
        if (kind < 3)
            return QStringLiteral("join(',', %1)").arg(one());
        if (kind < 4)
            return QStringLiteral("if(%1, %2, %3)").arg(condition(1), number(1), number(1));
        if (kind < 5)
            return condition();
        return number();
    }

    QRandomGenerator& m_chance;
    QList<Row> m_rows;
    QStringList m_questions, m_repeats, m_here;
    const Row* m_row = nullptr;
};

}  // namespace prohori
