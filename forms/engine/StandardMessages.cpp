// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/StandardMessages.h"

#include "forms/engine/AnswerText.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

Texts typeSentence(const FieldDefinition* field)
{
    switch (field ? field->type : FieldType::Text) {
    case FieldType::Integer: return bilingual(u"Enter a whole number."_s, u"পূর্ণসংখ্যা লিখুন।"_s);
    case FieldType::Money: return bilingual(u"Enter an amount in whole taka."_s, u"পূর্ণ টাকায় পরিমাণ লিখুন।"_s);
    case FieldType::Date:
        return bilingual(u"This is not a date. Write day/month/year."_s,
                         u"এটি তারিখ নয়। দিন/মাস/বছর লিখুন।"_s);
    case FieldType::PartialDate:
        return bilingual(u"This is not a date. Write day/month/year, month/year or year."_s,
                         u"এটি তারিখ নয়। দিন/মাস/বছর, মাস/বছর বা বছর লিখুন।"_s);
    case FieldType::Phone:
        return bilingual(u"Write 11 digits that begin with 01, or + and the number with its country code."_s,
                         u"০১ দিয়ে শুরু ১১ অঙ্ক, অথবা + ও দেশের কোডসহ নম্বর লিখুন।"_s);
    case FieldType::DateTime: return bilingual(u"This is not a date and time."_s, u"এটি তারিখ ও সময় নয়।"_s);
    default: return bilingual(u"This answer cannot be read."_s, u"উত্তরটি পড়া যায়নি।"_s);
    }
}

Texts rangeSentence(const FieldDefinition* field)
{
    const auto both = [](const QString& english, const QString& bangla, const QString& a, const QString& b) {
        return bilingual(english.arg(a, b), bangla.arg(banglaDigits(a), banglaDigits(b)));
    };
    const auto one = [](const QString& english, const QString& bangla, const QString& a) {
        return bilingual(english.arg(a), bangla.arg(banglaDigits(a)));
    };
    if (field && field->minimum && field->maximum)
        return both(u"Enter a number from %1 to %2."_s, u"%1 থেকে %2-এর মধ্যে সংখ্যা লিখুন।"_s,
                    QString::number(*field->minimum), QString::number(*field->maximum));
    if (field && field->minimum)
        return one(u"Enter a number of at least %1."_s, u"কমপক্ষে %1 লিখুন।"_s,
                   QString::number(*field->minimum));
    if (field && field->minLength > 0)
        return both(u"Write %1 to %2 characters."_s, u"%1 থেকে %2 অক্ষর লিখুন।"_s,
                    QString::number(field->minLength), QString::number(field->maxLength));
    return one(u"Write at most %1 characters."_s, u"সর্বোচ্চ %1 অক্ষর লিখুন।"_s,
               QString::number(field ? field->maxLength : 0));
}

}  // namespace

Texts bilingual(const QString& english, const QString& bangla)
{
    Texts texts;
    texts.set(u"en"_s, english);
    texts.set(u"bn"_s, bangla);
    return texts;
}

Texts problemSentence(const QString& kind, const FieldDefinition* field)
{
    if (kind == u"type")
        return typeSentence(field);
    if (kind == u"range")
        return rangeSentence(field);
    if (kind == u"choice")
        return bilingual(u"Not one of the choices."_s, u"এটি তালিকায় নেই।"_s);
    if (kind == u"required")
        return bilingual(u"This question needs an answer."_s, u"এই প্রশ্নের উত্তর প্রয়োজন।"_s);
    if (kind == u"check")
        return bilingual(u"Please check this answer."_s, u"উত্তরটি যাচাই করুন।"_s);
    if (kind == u"retired")
        return bilingual(u"This choice is no longer in use. Choose again or confirm."_s,
                         u"এই বিকল্পটি আর ব্যবহৃত হয় না। আবার বেছে নিন বা নিশ্চিত করুন।"_s);
    if (kind == u"conflict")
        return bilingual(u"Different answers were given here at the same time. Choose one."_s,
                         u"এখানে একই সময়ে ভিন্ন উত্তর দেওয়া হয়েছে। একটি বেছে নিন।"_s);
    if (kind == u"remark")
        return bilingual(
            u"The supervisor's remark waits for an answer: change the answer, or write a note (F2)."_s,
            u"তদারককারী কর্মকর্তার মন্তব্যের জবাব বাকি: উত্তর বদলান, অথবা মন্তব্য লিখুন (F2)।"_s);
    if (kind == u"query")
        return bilingual(u"A question about this answer is open."_s,
                         u"এই উত্তর নিয়ে একটি প্রশ্ন অমীমাংসিত আছে।"_s);
    if (kind == u"count")
        return bilingual(u"The number of entries is not right here."_s, u"এখানে ভুক্তির সংখ্যা ঠিক নয়।"_s);
    return bilingual(u"This answer is not allowed here."_s, u"এই উত্তরটি এখানে দেওয়া যাবে না।"_s);
}

Texts missingLabel(const QString& reason)
{
    if (reason == u"unknown")
        return bilingual(u"Not known"_s, u"অজানা"_s);
    if (reason == u"refused")
        return bilingual(u"Did not wish to answer"_s, u"উত্তর দিতে চাননি"_s);
    if (reason == u"not_asked")
        return bilingual(u"Not asked"_s, u"জিজ্ঞাসা করা হয়নি"_s);
    if (reason == u"not_applicable")
        return bilingual(u"Not applicable"_s, u"প্রযোজ্য নয়"_s);
    return {};
}

const QStringList& missingReasons()
{
    static const QStringList kReasons{u"unknown"_s, u"refused"_s, u"not_asked"_s, u"not_applicable"_s};
    return kReasons;
}

}  // namespace prohori
