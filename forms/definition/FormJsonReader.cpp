// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Json.h"
#include "forms/definition/CanonicalJson.h"
#include "forms/definition/FormPackage.h"
#include "forms/definition/FormTree.h"
#include "forms/definition/ItemRules.h"
#include "forms/definition/ItemWords.h"
#include "forms/definition/ListFile.h"
#include "forms/definition/StrictJson.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostFormBytes = 64 * 1024 * 1024;
constexpr int kMostFields = 60'000;  ///< 20,000 rows of a survey, each with what or_other adds
constexpr int kMostRow = 2'000'000;
constexpr qsizetype kMostChoices = 400'000;
constexpr qsizetype kMostLists = 20'000;
constexpr int kMostLevels = 24;

class PackageReader {
public:
    explicit PackageReader(FormPackage& package) : m_package(package) {}

    /// Gives the first fault, or nothing.
    QString read(const QJsonObject& json)
    {
        StrictObject top(json, u"form.json"_s, m_fault);
        top.neededText(u"format"_s);
        m_package.hash = QString::fromLatin1(top.digest(u"hash"_s).toHex());
        m_package.formId = top.neededText(u"form_id"_s);
        m_package.version = top.text(u"version"_s);
        m_package.title = top.text(u"title"_s);
        m_package.titles = top.texts(u"titles"_s);
        m_package.languages = top.words(u"languages"_s);
        m_package.defaultLanguage = top.neededText(u"default_language"_s);
        m_package.instanceName = top.rule(u"instance_name"_s);
        m_package.style = top.text(u"style"_s);
        m_package.settings = top.map(u"settings"_s);
        StrictObject source(top.object(u"source"_s), u"form.json, source"_s, m_fault);
        m_package.sourceName = source.text(u"file"_s);
        m_package.sourceHash = source.digest(u"sha256"_s);
        source.finish();
        readLists(top.object(u"lists"_s));
        auto& data = m_package.data;
        data.name = u"data"_s;
        data.path = u"/data"_s;
        data.kind = ItemKind::Group;
        data.type = u"group"_s;
        readFields(data, top.array(u"fields"_s), 0);
        top.finish();
        if (m_fault.isEmpty())
            checkReferences(FormTree(data), data);
        return m_fault;
    }

private:
    void readFields(FormItem& container, const QJsonArray& fields, int level)
    {
        m_fields += fields.size();
        QSet<QString> names;
        for (const auto& field : fields) {
            if (!m_fault.isEmpty())
                return;
            StrictObject object(field.toObject(),
                                u"form.json, %1/%2"_s.arg(container.path, field[u"name"].toString().left(64)),
                                m_fault);
            if (!field.isObject() || m_fields > kMostFields || level > kMostLevels)
                return object.fail(u"children"_s, u"no field, too many of them, or too deep"_s);
            container.children.push_back(readField(object, container.path, level));
            if (names.contains(container.children.back().name))
                object.fail(u"name"_s, u"used twice"_s);
            names.insert(container.children.back().name);
        }
    }

    FormItem readField(StrictObject& field, const QString& above, int level)
    {
        static const QRegularExpression allowed(u"^[\\p{L}_][\\p{L}\\p{M}\\p{N}_.-]{0,254}$"_s);
        FormItem item;
        item.name = field.neededText(u"name"_s);
        item.path = field.neededText(u"path"_s);
        if (!allowed.match(item.name).hasMatch() || item.path != above + u'/' + item.name)
            field.fail(u"path"_s, u"not the place of that name"_s);
        const auto kind = kindOf(field.neededText(u"kind"_s));
        if (!kind)
            field.fail(u"kind"_s, u"unknown"_s);
        item.kind = kind.value_or(ItemKind::Question);
        item.type = field.neededText(u"type"_s);
        for (const auto& slot : kTextSlots)
            item.*(slot.texts) = field.texts(QLatin1String(slot.key));
        readRules(item, field);
        item.media = field.media(u"media"_s);
        item.trigger = field.words(u"trigger"_s);
        item.list = field.text(u"list"_s);
        item.listFromFile = field.flag(u"list_from_file"_s);
        item.listFromRepeat = field.flag(u"list_from_repeat"_s);
        item.parameters = field.map(u"parameters"_s);
        item.appearance = field.words(u"appearance"_s);
        item.saveTo = field.text(u"save_to"_s);
        item.code = field.text(u"code"_s);
        item.resolvedTexts = field.map(u"texts_resolved"_s);
        for (const auto& path : item.resolvedTexts) {
            if (!parseExpression(path).expression)
                field.fail(u"texts_resolved"_s, u"not an expression"_s);
        }
        item.extra = field.map(u"extra"_s);
        item.row = field.number(u"row"_s, kMostRow);
        const auto children = field.array(u"children"_s);
        if (!children.isEmpty() && !item.isContainer())
            field.fail(u"children"_s, u"only a group or a repeat has them"_s);
        field.finish();
        readFields(item, children, level + 1);
        return item;
    }

    static void readRules(FormItem& item, StrictObject& field)
    {
        for (const auto& slot : kRuleSlots) {
            if (slot.rule != &FormItem::defaultExpression)
                item.*(slot.rule) = field.rule(QLatin1String(slot.key));
        }
        if (field.isText(u"default"_s)) {
            item.defaultValue = field.text(u"default"_s);
            return;
        }
        item.defaultExpression = field.rule(u"default"_s);
        item.defaultValue = item.defaultExpression.written;
    }

    void readLists(const QJsonObject& lists)
    {
        qsizetype choices = 0;
        StrictObject all(lists, u"form.json, lists"_s, m_fault);
        if (lists.size() > kMostLists)
            all.fail(u"lists"_s, u"too many lists"_s);
        for (auto entry = lists.begin(); entry != lists.end() && m_fault.isEmpty(); ++entry) {
            StrictObject object(all.object(entry.key()), u"form.json, list "_s + entry.key().left(64),
                                m_fault);
            FormList list;
            list.name = entry.key();
            list.file = object.text(u"file"_s);
            list.fileHash = object.digest(u"sha256"_s);
            list.valueColumn = object.text(u"value"_s);
            list.labelColumn = object.text(u"label"_s);
            const auto rows = object.array(u"choices"_s);
            choices += rows.size();
            if (choices > kMostChoices || (!list.file.isEmpty() && !rows.isEmpty()))
                object.fail(u"choices"_s, u"too many choices, or choices beside a file"_s);
            for (qsizetype at = 0; at < rows.size() && m_fault.isEmpty(); ++at)
                list.choices.append(readChoice(rows.at(at), object.place()));
            object.finish();
            m_package.lists.insert(list.name, list);
        }
    }

    FormChoice readChoice(const QJsonValue& value, const QString& place)
    {
        StrictObject object(value.toObject(), place + u", a choice"_s, m_fault);
        FormChoice choice;
        choice.name = object.neededText(u"name"_s);
        choice.label = object.texts(u"label"_s);
        choice.media = object.media(u"media"_s);
        choice.key = object.text(u"key"_s);
        choice.retired = object.flag(u"retired"_s);
        choice.replacedBy = object.text(u"replaced_by"_s);
        choice.cells = object.map(u"cells"_s);
        object.finish();
        return choice;
    }

    /// Lists, triggers and questions whose answers are choices must be there.
    void checkReferences(const FormTree& tree, const FormItem& item)
    {
        for (const auto& child : item.children) {
            StrictObject place({}, u"form.json, "_s + child.path, m_fault);
            const bool question = child.listFromRepeat;
            if (question ? tree.find(child.list) < 0
                         : !child.list.isEmpty() && !m_package.lists.contains(child.list))
                place.fail(u"list"_s, u"there is no such list"_s);
            for (const auto& trigger : child.trigger) {
                if (tree.find(trigger) < 0)
                    place.fail(u"trigger"_s, u"there is no such question"_s);
            }
            checkReferences(tree, child);
        }
    }

    FormPackage& m_package;
    QString m_fault;
    qsizetype m_fields = 0;
};

/// Known format, and the hash is that of the rest.
Result<> checkEnvelope(const QJsonObject& json)
{
    static const QRegularExpression format(u"^ht-form/([0-9]{1,6})$"_s);
    const auto match = format.match(json.value(u"format").toString());
    if (!match.hasMatch())
        return Error{ErrorCode::Invalid, u"form.json: this is no compiled form."_s};
    if (match.captured(1) != u"1")
        return Error{ErrorCode::TooNew,
                     u"form.json: format '%1' is that of a later program."_s.arg(match.captured())};
    auto rest = json;
    rest.remove(u"hash"_s);
    const auto hash = QCryptographicHash::hash(canonicalJson(rest), QCryptographicHash::Sha256).toHex();
    if (json.value(u"hash").toString() != QString::fromLatin1(hash))
        return Error{ErrorCode::Damaged,
                     u"form.json: the hash does not fit the content. Fetch the form again."_s};
    return {};
}

/// The rows of lists from files; a file that is not the one that was compiled is damage.
Result<> loadLists(FormPackage& package, const QString& folder)
{
    for (auto& list : package.lists) {
        if (list.file.isEmpty())
            continue;
        const auto expected = list.fileHash;
        if (const auto loaded = loadListFile(list, folder); !loaded)
            return Error{loaded.error().code == ErrorCode::NotFound ? ErrorCode::Damaged
                                                                    : loaded.error().code,
                         loaded.error().detail};
        if (list.fileHash != expected)
            return Error{ErrorCode::Damaged,
                         u"The list file '%1' is not the one of this form."_s.arg(list.file)};
    }
    return {};
}

}  // namespace

Result<FormPackagePtr> readFormJson(const QByteArray& json, const QString& folder)
{
    const auto value = readJson(json, kMostFormBytes);
    if (!value)
        return value.error();
    const auto object = value->toObject();
    if (const auto fine = checkEnvelope(object); !fine)
        return fine.error();
    auto package = std::make_shared<FormPackage>();
    if (const auto fault = PackageReader(*package).read(object); !fault.isEmpty())
        return Error{ErrorCode::Invalid, fault};
    if (!folder.isEmpty()) {
        if (const auto loaded = loadLists(*package, folder); !loaded)
            return loaded.error();
    }
    return FormPackagePtr(package);
}

Result<FormPackagePtr> readEmbeddedForm(const QByteArray& json)
{
    QJsonParseError fault;
    const auto object = QJsonDocument::fromJson(json, &fault).object();
    if (fault.error != QJsonParseError::NoError || object.isEmpty())
        return Error{ErrorCode::Damaged,
                     u"the form in the program is no JSON: %1"_s.arg(fault.errorString())};
    auto package = std::make_shared<FormPackage>();
    if (const auto wrong = PackageReader(*package).read(object); !wrong.isEmpty())
        return Error{ErrorCode::Damaged, wrong};
    return FormPackagePtr(package);
}

}  // namespace prohori
