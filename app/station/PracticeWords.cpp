// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/PracticeWords.h"

namespace prohori {

using namespace Qt::StringLiterals;

const PracticeWords& practiceWords()
{
    static const PracticeWords kWords{
        {u"রহিমা"_s, u"করিম"_s, u"সালমা"_s, u"জসিম"_s, u"নাসিমা"_s, u"শহিদুল"_s, u"আয়েশা"_s, u"তানভীর"_s,
         u"ফাতেমা"_s, u"রফিক"_s},
        {u"খাতুন"_s, u"মিয়া"_s, u"বেগম"_s, u"হোসেন"_s, u"আক্তার"_s, u"আলম"_s, u"সিদ্দিকা"_s, u"আহমেদ"_s},
        {u"Rahima"_s, u"Karim"_s, u"Salma"_s, u"Josim"_s, u"Nasima"_s, u"Shahidul"_s, u"Ayesha"_s,
         u"Tanvir"_s, u"Fatema"_s, u"Rofik"_s},
        {u"Khatun"_s, u"Mia"_s, u"Begum"_s, u"Hossain"_s, u"Akter"_s, u"Alam"_s, u"Siddika"_s, u"Ahmed"_s},
        {u"Benapole"_s, u"Teknaf"_s, u"Kolkata"_s, u"Mumbai"_s, u"Muscat"_s, u"Kuala Lumpur"_s},
        {u"The person was promised work abroad and handed over to a second broker."_s,
         u"A relative reported the absence after the telephone had been silent for weeks."_s,
         u"Patrol stopped a vehicle near the border and found several people without papers."_s,
         u"A hotline call led to a house in which people were kept against their will."_s},
        {u"Money was paid in two parts before departure."_s, u"The documents were taken away on the way."_s,
         u"Wages were never paid and leaving was not allowed."_s,
         u"The group was moved at night by boat and by road."_s}};
    return kWords;
}

}  // namespace prohori
