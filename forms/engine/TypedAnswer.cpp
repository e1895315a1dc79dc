// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/TypedAnswer.h"

#include "forms/engine/AnswerText.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool allDigits(QStringView text)
{
    return std::all_of(text.begin(), text.end(), isDigit);
}

/// Without zeros in front; nothing when these are no digits.
std::optional<QString> wholePart(QStringView digits)
{
    if (!allDigits(digits))
        return std::nullopt;
    while (digits.size() > 1 && digits.front() == u'0')
        digits = digits.mid(1);
    return digits.toString();
}

std::optional<QString> wholeNumber(const QString& typed)
{
    const bool negative = typed.startsWith(u'-');
    const QStringView digits = QStringView(typed).mid(negative ? 1 : 0);
    const std::optional<QString> whole = digits.isEmpty() ? std::nullopt : wholePart(digits);
    if (!whole || whole->size() > kIntegerDigits)
        return std::nullopt;
    return negative && *whole != u"0" ? u'-' + *whole : *whole;
}

/// The shortest way to write the same digits: every digit counts, so nothing goes through a double.
std::optional<QString> decimalNumber(const QString& typed)
{
    const bool negative = typed.startsWith(u'-');
    const QStringView text = QStringView(typed).mid(negative ? 1 : 0);
    const qsizetype point = text.indexOf(u'.');
    const QStringView before = point < 0 ? text : text.left(point);
    QStringView after = point < 0 ? QStringView() : text.mid(point + 1);
    if ((before.isEmpty() && after.isEmpty()) || !allDigits(after))
        return std::nullopt;
    const std::optional<QString> whole = before.isEmpty() ? u"0"_s : wholePart(before);
    if (!whole)
        return std::nullopt;
    while (!after.isEmpty() && after.back() == u'0')
        after.chop(1);
    QString number = after.isEmpty() ? *whole : *whole + u'.' + after.toString();
    return negative && number != u"0" ? u'-' + number : number;
}

bool isIsoDate(const QString& text)
{
    return text.size() == 10 && TimeZone::dayNumber(text).has_value();
}

std::optional<QString> dateOf(const ProgramItem& item, const QString& typed, const EvaluationWorld& world)
{
    if (isIsoDate(typed))
        return typed;
    const QDate today = world.zone().localDate(world.now());
    if (const auto date = readDate(typed, today))
        return date;
    const QStringList& looks = item.item->appearance;
    if (looks.contains(u"month-year"_s) || looks.contains(u"year"_s)) {
        if (const auto partial = readPartialDate(typed, today))
            return partial->size() == 4 ? *partial + u"-01-01"_s : *partial + u"-01"_s;
    }
    return std::nullopt;
}

std::optional<QTime> clockTime(const QString& typed)
{
    static const QRegularExpression kShape(
        u"^(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2})(?:\\.(\\d{1,3}))?)?\\s*([ap])?\\.?(?:m\\.?)?$"_s,
        QRegularExpression::CaseInsensitiveOption);
    const auto match = kShape.match(typed);
    if (!match.hasMatch())
        return std::nullopt;
    int hour = match.captured(1).toInt();
    const QString half = match.captured(5).toLower();
    if (!half.isEmpty() && (hour < 1 || hour > 12))
        return std::nullopt;
    if (half == u"p" && hour < 12)
        hour += 12;
    if (half == u"a" && hour == 12)
        hour = 0;
    const QTime time(hour, match.captured(2).toInt(), match.captured(3).toInt(),
                     match.captured(4).leftJustified(3, u'0').toInt());
    return time.isValid() ? std::optional(time) : std::nullopt;
}

bool isStoredTime(const QString& text)
{
    static const QRegularExpression kShape(
        u"^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:?\\d{2})?$"_s);
    return kShape.match(text).hasMatch();
}

bool isStoredDateTime(const QString& text)
{
    return text.size() > 11 && text[10] == u'T' && isIsoDate(text.left(10)) && isStoredTime(text.mid(11));
}

std::optional<QString> timeOf(const QString& typed, const EvaluationWorld& world)
{
    if (isStoredTime(typed) && typed.size() > 12)
        return typed;
    const auto time = clockTime(typed);
    if (!time)
        return std::nullopt;
    const QDateTime at = world.zone().fromLocal(world.zone().localDate(world.now()), *time);
    return world.zone().text(at).mid(11);
}

std::optional<QString> dateTimeOf(const QString& typed, const EvaluationWorld& world)
{
    if (isStoredDateTime(typed)) {
        if (typed.size() == 29)
            return typed;
        if (const auto at = world.zone().parse(typed))
            return world.zone().text(*at);
        return std::nullopt;
    }
    const qsizetype gap = typed.indexOf(u' ');
    const QDate today = world.zone().localDate(world.now());
    const auto date = gap < 0 ? std::nullopt : readDate(typed.left(gap), today);
    const auto time = gap < 0 ? std::nullopt : clockTime(typed.mid(gap + 1).trimmed());
    if (!date || !time)
        return std::nullopt;
    return world.zone().text(world.zone().fromLocal(QDate::fromString(*date, Qt::ISODate), *time));
}

std::optional<QString> pointOf(const QString& typed)
{
    const QStringList parts = asciiDigits(typed).replace(u',', u' ').split(u' ', Qt::SkipEmptyParts);
    if (parts.size() < 2 || parts.size() > 4)
        return std::nullopt;
    QStringList numbers;
    for (const QString& part : parts) {
        const auto number = decimalNumber(part);
        if (!number)
            return std::nullopt;
        numbers.append(*number);
    }
    if (std::abs(numbers[0].toDouble()) > 90 || std::abs(numbers[1].toDouble()) > 180)
        return std::nullopt;
    while (numbers.size() < 4)
        numbers.append(u"0"_s);
    return numbers.join(u' ');
}

/// The choice that `typed` names, whole: by name, by name in ASCII digits, by key, by label in any of the languages.
std::optional<QString> choiceOf(const ProgramList& list, const QString& typed, const QString& language)
{
    if (list.places.contains(typed))
        return typed;
    const QString digits = asciiDigits(typed);
    if (list.places.contains(digits))
        return digits;
    const auto only = [&](const auto& fits) -> std::optional<QString> {
        std::optional<QString> found;
        for (const FormChoice& choice : list.list->choices) {
            if (!fits(choice))
                continue;
            if (found)
                return std::nullopt;
            found = choice.name;
        }
        return found;
    };
    if (auto byKey = only([&](const FormChoice& choice) {
            return !choice.key.isEmpty() && choice.key.compare(digits, Qt::CaseInsensitive) == 0;
        }))
        return byKey;
    const QString wanted = foldedLabel(typed);
    return only([&](const FormChoice& choice) {
        return foldedLabel(choice.label.in(language)) == wanted
            || foldedLabel(choice.label.in(u"en"_s)) == wanted
            || foldedLabel(choice.label.in(u"bn"_s)) == wanted;
    });
}

QString choicesOf(const ProgramItem& item, const QString& typed, const QString& language)
{
    static const QRegularExpression kSpaces(u"\\s+"_s);
    static const QRegularExpression kLabels(u"[,;|]"_s);
    const ProgramList& list = *item.list;
    const bool labels = typed.contains(kLabels) || choiceOf(list, typed, language).has_value();
    QStringList tokens;
    for (const QString& part : typed.split(labels ? kLabels : kSpaces, Qt::SkipEmptyParts)) {
        const QString token = choiceOf(list, part.trimmed(), language).value_or(part.simplified());
        if (!token.isEmpty() && !tokens.contains(token))
            tokens.append(token);
    }
    if (item.kind == AnswerKind::SelectMultiple)
        std::stable_sort(tokens.begin(), tokens.end(), [&](const QString& left, const QString& right) {
            constexpr int kLast = std::numeric_limits<int>::max();
            return list.places.value(left, kLast) < list.places.value(right, kLast);
        });
    return tokens.join(u' ');
}

std::optional<QString> acknowledged(const QString& typed)
{
    static const QStringList kWords{u"ok"_s, u"yes"_s, u"true"_s, u"1"_s, u"হ্যাঁ"_s};
    return kWords.contains(asciiDigits(typed).toLower()) ? std::optional(u"OK"_s) : std::nullopt;
}

std::optional<QString> readTyped(const ProgramItem& item, const QString& text, const EvaluationWorld& world)
{
    const QString plain = asciiDigits(text);
    switch (item.kind) {
    case AnswerKind::None:
    case AnswerKind::Text: return text;
    case AnswerKind::Integer: return wholeNumber(plain);
    case AnswerKind::Decimal:
    case AnswerKind::Range: return decimalNumber(plain);
    case AnswerKind::Date: return dateOf(item, plain, world);
    case AnswerKind::PartialDate:
        return isIsoDate(plain) ? plain : readPartialDate(plain, world.zone().localDate(world.now()));
    case AnswerKind::Time: return timeOf(plain, world);
    case AnswerKind::DateTime: return dateTimeOf(plain, world);
    case AnswerKind::SelectOne:
        return item.list ? choiceOf(*item.list, text, world.language()) : std::optional(text);
    case AnswerKind::SelectMultiple:
    case AnswerKind::Rank: return item.list ? choicesOf(item, text, world.language()) : text;
    case AnswerKind::Acknowledge: return acknowledged(text);
    case AnswerKind::GeoPoint: return pointOf(text);
    }
    return std::nullopt;
}

QString rangeProblem(const FormItem& item, const QString& answer)
{
    if (decimalNumber(answer) != answer)
        return u"type"_s;
    const RangeLimits limits = rangeLimits(item);
    const double number = answer.toDouble();
    const double steps = (number - limits.start) / limits.step;
    const bool onStep = std::abs(steps - std::round(steps)) < 1e-9;
    return number < limits.least || number > limits.most || !onStep ? u"range"_s : QString();
}

QString choiceProblem(const ProgramItem& item, const QString& answer)
{
    if (!item.list)
        return {};
    const QStringList names =
        item.kind == AnswerKind::SelectOne ? QStringList{answer} : answer.split(u' ', Qt::SkipEmptyParts);
    const bool known = std::all_of(names.begin(), names.end(),
                                   [&](const QString& name) { return item.list->places.contains(name); });
    return known ? QString() : u"choice"_s;
}

}  // namespace

RangeLimits rangeLimits(const FormItem& item)
{
    const auto number = [&](const QString& key, double otherwise) {
        bool good = false;
        const double value = item.parameters.value(key).toDouble(&good);
        return good ? value : otherwise;
    };
    const double start = number(u"start"_s, 1);
    const double end = number(u"end"_s, 10);
    const double step = std::abs(number(u"step"_s, 1));
    return {std::min(start, end), std::max(start, end), step > 0 ? step : 1, start};
}

QString storedAnswer(const ProgramItem& item, const QString& typed, const EvaluationWorld& world)
{
    QString text = typed.trimmed();
    if (text.isEmpty())
        return {};
    if (!std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; }))
        text = text.normalized(QString::NormalizationForm_C);
    if (text.contains(u'\r'))
        text.replace(u"\r\n"_s, u"\n"_s);
    return readTyped(item, text, world).value_or(text);
}

QString answerProblem(const ProgramItem& item, const QString& answer)
{
    if (answer.isEmpty())
        return {};
    bool good = true;
    switch (item.kind) {
    case AnswerKind::None:
    case AnswerKind::Text: break;
    case AnswerKind::Integer: good = wholeNumber(answer) == answer; break;
    case AnswerKind::Decimal: good = decimalNumber(answer) == answer; break;
    case AnswerKind::Range: return rangeProblem(*item.item, answer);
    case AnswerKind::Date: good = isIsoDate(answer); break;
    case AnswerKind::PartialDate: good = answer.size() <= 10 && dateSpan(answer).has_value(); break;
    case AnswerKind::Time: good = isStoredTime(answer); break;
    case AnswerKind::DateTime: good = isStoredDateTime(answer); break;
    case AnswerKind::SelectOne:
    case AnswerKind::SelectMultiple:
    case AnswerKind::Rank: return choiceProblem(item, answer);
    case AnswerKind::Acknowledge: good = answer == u"OK"; break;
    case AnswerKind::GeoPoint: good = pointOf(answer) == answer; break;
    }
    return good ? QString() : u"type"_s;
}

}  // namespace prohori
