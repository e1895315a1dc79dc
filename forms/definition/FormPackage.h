// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "forms/definition/FormDefinition.h"
#include "forms/expression/Expression.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace prohori {

enum class ItemKind { Question, Group, Repeat, Calculate, Note, Meta };

/// An expression of a form: as its author wrote it, and with every `${name}` resolved to a path. Empty =
/// there is none.
struct FormRule {
    QString written;
    QString resolved;
    bool isEmpty() const { return written.isEmpty(); }
    bool operator==(const FormRule&) const = default;
};

/** One row of the survey that stays: a question, a group, a repeat. Texts may hold `${name}`; see
    `resolvedTexts`.

    Every rule is seen from the row itself (of a repeat: from one instance), but `repeatCount` from the
    container around the repeat, for there may be no instance. `required` and `readonly` that say no are
    empty, and resolve to `true()` when they say yes.
*/
struct FormItem {
    QString name;
    QString path;  ///< of the template, without positions: `/data/victim/age`
    ItemKind kind = ItemKind::Question;
    /// The XLSForm type in its standard spelling, without the list: `select_one`, `integer`, `partial_date`.
    QString type;
    Texts label, hint, guidance, constraintMessage, requiredMessage, checkMessage;
    QMap<QString, Texts> media;  ///< image, audio, video: file name by language
    FormRule relevant, required, readonly, constraint, calculate, choiceFilter, repeatCount, check;
    QString defaultValue;        ///< as written
    FormRule defaultExpression;  ///< set when the default is an expression (forms.md 7.5)
    QStringList trigger;         ///< template paths
    /// Key of FormPackage::lists for a select, a rank or a csv-external; of `select_one ${question}` the
    /// template path of that question.
    QString list;
    bool listFromFile = false;
    bool listFromRepeat = false;
    QMap<QString, QString> parameters;  ///< as written, but `seed` is resolved
    QStringList appearance;
    QString saveTo;
    QString code;  ///< body::ht:code
    /// For every `${name}` in its texts, and in the labels of its choices: the path as seen from this row.
    QMap<QString, QString> resolvedTexts;
    /// Unknown namespaced attributes by header, `bind::ht:id` and the like too.
    QMap<QString, QString> extra;
    int row = 0;  ///< in the survey sheet
    std::vector<FormItem> children;

    bool isContainer() const { return kind == ItemKind::Group || kind == ItemKind::Repeat; }
    QString ht(const char* word) const
    {
        return extra.value(QStringLiteral("bind::ht:") + QLatin1String(word));
    }
};

/// One row of a choice list, or of an external table (then only `cells`).
struct FormChoice {
    QString name;
    Texts label;
    QMap<QString, Texts> media;
    QString key;
    bool retired = false;
    QString replacedBy;
    QMap<QString, QString> cells;  ///< every further column, as a choice filter sees it
};

struct FormList {
    QString name;
    QString file;         ///< empty for a list of the choices sheet
    QString valueColumn;  ///< of a list from a file; default `name`
    QString labelColumn;  ///< default `label`
    QByteArray fileHash;  ///< SHA-256 of the file, 32 bytes; empty for a list of the choices sheet
    QList<FormChoice> choices;
};

/** A compiled form: what form.json holds (forms.md 1.2). Immutable once made.

    `data` is the root of the tree; its children are the rows of the survey. Lists that come from files
    carry their rows, too, once the package was loaded with its folder.
*/
struct FormPackage {
    QString formId, version, title;
    Texts titles;
    QStringList languages;  ///< codes; "default" stands for texts without a language
    QString defaultLanguage;
    FormRule instanceName;
    QString style;
    QString sourceName;
    QByteArray sourceHash;            ///< SHA-256 of the source, 32 bytes
    QMap<QString, QString> settings;  ///< every setting as written
    FormItem data;
    /// By the name that `instance()` knows: that of the list, or of the file without its ending.
    QMap<QString, FormList> lists;
    QString hash;  ///< hex SHA-256 over the canonical JSON without `hash`

    /// The row of that template path, or nullptr. O(depth × width).
    const FormItem* find(const QString& path) const;
};

/// Canonical JSON: sorted keys, two spaces, one newline at the end. Sets no field: `hash` is written as
/// computed by packageHash().
QByteArray writeFormJson(const FormPackage& package);
QString packageHash(const FormPackage& package);
/** Reads form.json strictly (SEC-82): known format, sizes bounded, expressions parse, hash fits. `folder`
    holds the folders `lists` and `media`; empty = the lists from files stay without rows. Fails with
    Invalid, TooNew (`format` of a later program) or Damaged (the hash).
*/
Result<FormPackagePtr> readFormJson(const QByteArray& json, const QString& folder = {});
/// The same for a form that is part of the program and was compiled with it: nothing is checked twice, which makes it several times faster.
Result<FormPackagePtr> readEmbeddedForm(const QByteArray& json);

}  // namespace prohori
