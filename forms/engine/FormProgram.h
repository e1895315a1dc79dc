// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "forms/definition/DependencyGraph.h"
#include "forms/definition/FormPackage.h"
#include "forms/expression/Expression.h"
#include "forms/expression/FormNode.h"

#include <QHash>
#include <QSet>
#include <QStringView>

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace prohori {

/// How the answer of a question is written and checked (forms.md 4).
enum class AnswerKind : quint8 {
    None,  ///< containers, notes, look-up tables: they have no answer
    Text,
    Integer,
    Decimal,
    Range,
    Date,
    PartialDate,
    Time,
    DateTime,
    SelectOne,
    SelectMultiple,
    Rank,
    Acknowledge,
    GeoPoint,
};

/// A choice list with what a run asks of it.
struct ProgramList {
    const FormList* list = nullptr;
    QHash<QString, int> places;           ///< the first choice of that name
    QHash<QString, QList<int>> repeated;  ///< names that occur more than once: all their places
    /// Places of all choices of that name, in order.
    QList<int> placesOf(const QString& name) const;
    const FormChoice* find(const QString& name) const;
};

constexpr int kRuleKinds = static_cast<int>(RuleKind::Texts) + 1;

/// One row of the form, with its places in the tree of a record.
struct ProgramItem {
    const FormItem* item = nullptr;
    int parent = -1;
    int shape =
        0;  ///< place of its shape: the innermost repeat around it, itself for a repeat; 0 = the record
    int cell = 0;        ///< its place among the cells of that shape
    int outerShape = 0;  ///< a repeat: the shape it is repeated in, and its place among the repeats there
    int outerSlot = -1;
    std::vector<int> children;
    std::array<int, kRuleKinds> vertices{-1, -1, -1, -1, -1, -1, -1, -1, -1};
    FormNode::Name name = nullptr;
    AnswerKind kind = AnswerKind::None;
    const ProgramList* list = nullptr;
    int listItem = -1;  ///< `select_one ${repeat}`: the question whose answers are the choices
    bool repeat = false;
    bool container = false;
    bool calculated = false;     ///< by its expression alone: nobody writes it
    bool always = false;         ///< required without an expression
    bool readonly = false;       ///< read-only without an expression
    bool countedRepeat = false;  ///< its number of instances is an expression
    std::vector<int> triggers;   ///< items whose triggered calculation runs when this one changes
    int triggered = -1;          ///< place of the expression that a trigger starts
    int defaultRule = -1;        ///< place of the expression of its default
    int seedRule = -1;           ///< place of the expression that seeds the order of its choices
    bool shuffled = false;       ///< its choices come in random order
    int lastBelow = 0;           ///< items from its own place to this one are it and all below it

    int vertex(RuleKind rule) const { return vertices[static_cast<size_t>(rule)]; }
};

/// What one record, or one instance of a repeat, is made of.
struct ProgramShape {
    int item = 0;               ///< the repeat; 0 = the record itself
    int parent = -1;            ///< the shape around it
    std::vector<int> items;     ///< by cell; the first is `item`
    std::vector<int> repeats;   ///< items of the repeats directly inside, by slot
    std::vector<int> vertices;  ///< vertices that are evaluated once in each of these
    int firstItemBelow = 0;
};

/// One rule as it runs.
struct ProgramVertex {
    int item = 0;
    RuleKind rule = RuleKind::Calculate;
    int shape = 0;          ///< where it is evaluated; of a repeat_count the shape around the repeat
    int mark = 0;           ///< its place among the marks of that shape
    int rank = 0;           ///< place in topological order
    int expression = -1;    ///< -1 for a list of choices that has no filter
    bool readsOwn = false;  ///< it reads its own template: a running total
};

/// Whom a change of an item wakes: `vertex` in every frame of its shape below the frame of shape `common`.
struct ProgramEdge {
    int vertex = 0;
    int common = 0;  ///< a shape
};

class FormProgram {
public:
    explicit FormProgram(FormPackagePtr package) : m_package(std::move(package)) {}

    const FormPackage& package() const { return *m_package; }

    std::vector<ProgramItem> items;  ///< in document order; the root is 0
    std::vector<ProgramShape> shapes;
    std::vector<ProgramVertex> vertices;
    std::vector<int> order;                       ///< vertices by rank
    std::vector<std::vector<ProgramEdge>> edges;  ///< by item
    std::vector<Expression> expressions;
    int instanceName = -1;  ///< place of its expression

    /// The item of a template path `/data/victim/age`, or -1. O(1).
    int find(const QString& path) const { return m_paths.value(path, -1); }
    /// The child of `parent` with that name, or -1.
    int child(int parent, QStringView name) const;
    /// The first item of that name, or -1.
    int named(const QString& name) const { return m_names.value(name, -1); }
    bool isBelow(int shape, int ancestor) const;
    /// The innermost shape that both stand in.
    int commonShape(int left, int right) const;
    const ProgramList* list(const QString& name) const;
    /// The root of a list as expressions see it, made on demand; nullptr when there is none. Thread-safe.
    const FormNode* listNodes(const QString& name, const QString& language) const;

private:
    friend class ProgramMaker;
    struct ListNodes {
        std::unique_ptr<FormNode> root;
    };

    FormPackagePtr m_package;
    QHash<QString, int> m_paths, m_names;
    std::map<QString, ProgramList> m_lists;
    mutable std::mutex m_guard;
    mutable std::map<std::pair<QString, QString>, ListNodes> m_nodes;
};

/// The words of required, readonly and relevant that are no expressions: `yes`, `true`, `true()` and `no`, `false`, `false()`.
std::optional<bool> constantWord(const QString& written);

}  // namespace prohori
