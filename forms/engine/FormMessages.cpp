// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/FormMessages.h"

#include "forms/engine/AnswerText.h"
#include "forms/engine/StandardMessages.h"
#include "forms/engine/TypedAnswer.h"
#include "forms/expression/Value.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

Texts typeSentenceOf(AnswerKind kind)
{
    switch (kind) {
    case AnswerKind::Integer: return bilingual(u"Enter a whole number."_s, u"পূর্ণসংখ্যা লিখুন।"_s);
    case AnswerKind::Decimal:
    case AnswerKind::Range: return bilingual(u"Enter a number."_s, u"সংখ্যা লিখুন।"_s);
    case AnswerKind::Date:
        return bilingual(u"This is not a date. Write day/month/year."_s,
                         u"এটি তারিখ নয়। দিন/মাস/বছর লিখুন।"_s);
    case AnswerKind::PartialDate:
        return bilingual(u"This is not a date. Write day/month/year, month/year or year."_s,
                         u"এটি তারিখ নয়। দিন/মাস/বছর, মাস/বছর বা বছর লিখুন।"_s);
    case AnswerKind::Time:
        return bilingual(u"This is not a time. Write hours:minutes."_s, u"এটি সময় নয়। ঘণ্টা:মিনিট লিখুন।"_s);
    case AnswerKind::DateTime:
        return bilingual(u"This is not a date and time. Write day/month/year hours:minutes."_s,
                         u"এটি তারিখ ও সময় নয়। দিন/মাস/বছর ঘণ্টা:মিনিট লিখুন।"_s);
    case AnswerKind::GeoPoint:
        return bilingual(u"Write latitude and longitude, such as 23.81 90.41."_s,
                         u"অক্ষাংশ ও দ্রাঘিমাংশ লিখুন, যেমন 23.81 90.41।"_s);
    case AnswerKind::Acknowledge: return bilingual(u"Write OK to confirm."_s, u"নিশ্চিত করতে OK লিখুন।"_s);
    default: return bilingual(u"This answer cannot be read."_s, u"উত্তরটি পড়া যায়নি।"_s);
    }
}

Texts rangeSentenceOf(const ProgramItem& item)
{
    const RangeLimits limits = rangeLimits(*item.item);
    const QString least = numberText(limits.least);
    const QString most = numberText(limits.most);
    const QString step = numberText(limits.step);
    return bilingual(u"Enter a number from %1 to %2 in steps of %3."_s.arg(least, most, step),
                     u"%1 থেকে %2-এর মধ্যে %3 ধাপে সংখ্যা লিখুন।"_s.arg(banglaDigits(least), banglaDigits(most),
                                                                     banglaDigits(step)));
}

}  // namespace

Texts reportSentence(const QString& kind, const ProgramItem& item)
{
    if (kind == u"type")
        return typeSentenceOf(item.kind);
    if (kind == u"range")
        return rangeSentenceOf(item);
    if (kind == u"choice" && item.kind == AnswerKind::Rank)
        return bilingual(u"Put every choice in order, or none."_s, u"সব বিকল্প ক্রমে সাজান, অথবা একটিও নয়।"_s);
    return problemSentence(kind, nullptr);
}

Texts defectSentence()
{
    return bilingual(u"A rule of this form cannot be computed here. Tell whoever made the form."_s,
                     u"এই ফরমের একটি নিয়ম এখানে হিসাব করা যায়নি। ফরম প্রস্তুতকারীকে জানান।"_s);
}

Texts surplusSentence(int rows)
{
    const QString count = QString::number(rows);
    return bilingual(u"%1 filled rows are more than the number given. They will be lost."_s.arg(count),
                     u"%1টি পূরণ করা সারি উল্লিখিত সংখ্যার চেয়ে বেশি। এগুলো বাদ যাবে।"_s.arg(
                         banglaDigits(count)));
}

Texts tooManySentence(int most)
{
    const QString count = QString::number(most);
    return bilingual(u"There can be at most %1 rows here."_s.arg(count),
                     u"এখানে সর্বোচ্চ %1টি সারি থাকতে পারে।"_s.arg(banglaDigits(count)));
}

}  // namespace prohori
