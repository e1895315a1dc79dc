// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace prohori {

/// Text by language code ("en", "bn").
class Texts {
public:
    void set(const QString& language, const QString& text) { m_texts.insert(language, text); }
    /// The text in `language`, else in English, else any.
    QString in(const QString& language) const;
    bool isEmpty() const { return m_texts.isEmpty(); }
    const QMap<QString, QString>& all() const { return m_texts; }
    bool operator==(const Texts&) const = default;

private:
    QMap<QString, QString> m_texts;
};

/// How concurrent writes to a field fold (bind::ht:merge). The numbers are part of the record format.
enum class FieldMerge : quint8 { Value = 0, Option = 1, Append = 2 };
/// Who may read a field (bind::ht:tier). The numbers are those of Tier in core/secrets.
enum class FieldTier : quint8 { Statistical = 0, Sensitive = 1, Identifying = 2 };
/// When a value is needed (column `required` of the dictionary).
enum class RequiredLevel { No, Draft, Submit, Conditional, Auto };

enum class FieldType {
    Text,
    LongText,
    Integer,
    Money,
    Date,
    PartialDate,
    DateTime,
    Boolean,
    Code,
    MultiCode,
    Phone,
    File,
    Reference,       ///< the id of one row of `referencedGroup`
    MultiReference,  ///< several of them
    Identifier,      ///< a UUID made by the program
};

/// One choice of a code list.
struct Choice {
    QString code;
    Texts label;
    QString key;     ///< what the officer types instead of the label: a number where the code is none
    QString parent;  ///< the code of the parent list (upazila → district), empty without cascade
    bool retired = false;
    QString replacedBy;
    QString
        reportedAs;  ///< the code under which reports count it (exploitation_type → exploitation_group), or empty
};

struct ChoiceList {
    QString name;
    QList<Choice> choices;
    /// nullptr for a code that is not in the list. O(1).
    const Choice* find(const QString& code) const;

private:
    friend class CaseFormReader;
    QHash<QString, qsizetype> m_index;
};

/// One question.
struct FieldDefinition {
    quint32 id = 0;     ///< stable for ever (bind::ht:id): what a change stores
    QString name;       ///< the field's name in the dictionary, unique within its group
    quint32 group = 0;  ///< id of the group it stands in
    FieldType type = FieldType::Text;
    QString list;             ///< name of its ChoiceList (a boolean: "true_false"), empty when it has none
    QString referencedGroup;  ///< for Reference and MultiReference
    QString cascadeFrom;  ///< name of the field in the same group whose value filters the choices, or empty
    Texts label;
    Texts hint;
    RequiredLevel required = RequiredLevel::No;
    QString relevance;   ///< as written in the source; empty = always
    QString constraint;  ///< as written in the source
    FieldTier tier = FieldTier::Statistical;
    FieldMerge merge = FieldMerge::Value;
    QString mergeGroup;   ///< questions of one group with the same word merge as one; empty = alone
    bool stored = false;  ///< a calculation whose result is kept because its inputs are sealed
    QString code;         ///< short question code for "go to"
    int maxLength = 0;    ///< 0 = no limit beyond that of a value
    std::optional<qint64> minimum, maximum;
    int row = 0;  ///< row in the survey sheet, for messages
    int minLength = 0;
    QString section;  ///< name of the SectionDefinition it stands in; empty where the group has none
    bool summary =
        false;  ///< stands in the one-line text that tells a row in a list; only statistical fields do
    bool verify = false;     ///< asked again in second entry (bind::ht:verify)
    QStringList dontKnow;    ///< values of its own that mean unknown or refused (bind::ht:dontknow)
    QStringList appearance;  ///< words of the column appearance, lower case, known ones and others

    bool looks(QLatin1String word) const { return appearance.contains(word); }
};

/// A card of a long group: "Identity", "Recruitment".
struct SectionDefinition {
    QString name;  ///< empty for the only section of a group without cards
    Texts label;
    QList<quint32> fields;  ///< ids, in entry order
};

/// Which record a group belongs to. Only `Case` groups are asked for when a case is entered.
enum class GroupKind {
    Case,         ///< entered by officers
    Log,          ///< derived from the workflow acts (review): ids reserved, never entered
    OtherRecord,  ///< a record kind of its own (monthly_return): ids reserved, never part of a case
};

/// A group (one instance, such as "case") or a repeat (any number of rows, such as "victim").
struct GroupDefinition {
    quint32 id = 0;  ///< stable for ever; 1 is the record itself ("case")
    QString name;
    quint32 parent = 0;  ///< id of the enclosing group; 0 = the record
    bool repeat = true;
    int maxRows = 0;  ///< 0 = any number; "som" has 1
    Texts label;
    QList<quint32> fields;    ///< ids, in entry order
    QList<quint32> children;  ///< ids of the repeats inside, in entry order
    GroupKind kind = GroupKind::Case;
    QString relevance;                  ///< as written in the source; empty = always
    int minRows = 0;                    ///< asked for at submission while the group is relevant
    QString code;                       ///< letter of its rows in lists: "V" for V-1, V-2
    QList<SectionDefinition> sections;  ///< at least one; together they hold `fields` in the same order
};

struct FormPackage;
using FormPackagePtr = std::shared_ptr<const FormPackage>;

/** A form as it was compiled from its XLSForm source. Immutable; one instance is shared by all who use it.

    Look-ups by id and name are O(1). Unknown ids give nullptr: a record may hold fields of a newer form.
*/
class FormDefinition {
public:
    QString formId() const { return m_formId; }
    QString version() const { return m_version; }
    Texts title() const { return m_title; }
    /// The compiled form that this is a view of: expressions, and rows that belong to no record.
    FormPackagePtr package() const { return m_package; }
    QStringList languages() const { return m_languages; }

    /// All groups in entry order, each before the groups inside it.
    const QList<GroupDefinition>& groups() const { return m_groups; }
    const GroupDefinition* group(quint32 id) const;
    const GroupDefinition* group(const QString& name) const;
    const FieldDefinition* field(quint32 id) const;
    const FieldDefinition* field(const QString& groupName, const QString& fieldName) const;
    /// All fields in entry order.
    const QList<FieldDefinition>& fields() const { return m_fields; }
    const ChoiceList* list(const QString& name) const;
    /// Ids of the fields of group `groupId` that share `mergeGroup`, in entry order.
    QList<quint32> mergeGroupFields(quint32 groupId, const QString& mergeGroup) const;

private:
    friend class CaseFormReader;
    FormPackagePtr m_package;
    QString m_formId, m_version;
    Texts m_title;
    QStringList m_languages;
    QList<GroupDefinition> m_groups;
    QList<FieldDefinition> m_fields;
    QHash<QString, ChoiceList> m_lists;
    QHash<quint32, qsizetype> m_groupIndex, m_fieldIndex;
    QHash<QString, quint32> m_groupByName, m_fieldByPath;
};

using FormPtr = std::shared_ptr<const FormDefinition>;

/// The official TIP/SOM form of the newest version, from the program's resources (`:/forms/tip-case/…`). Compiled once.
FormPtr officialForm();

}  // namespace prohori
