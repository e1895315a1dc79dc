// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/ChoiceFilter.h"

#include "forms/engine/AnswerText.h"

#include <QRegularExpression>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kNoFit = 100;

QString folded(const QString& text)
{
    return text.normalized(QString::NormalizationForm_C).simplified().toCaseFolded();
}

QStringList wordsOf(const QString& text)
{
    static const QRegularExpression kBetween(u"[\\s,;:/()\\[\\]–—·.\"“”'-]+"_s);
    return text.split(kBetween, Qt::SkipEmptyParts);
}

int rankOfLabel(const QString& label, const QString& wanted, const QStringList& words)
{
    if (label == wanted)
        return 1;
    if (label.startsWith(wanted))
        return 2;
    const QStringList own = wordsOf(label);
    const bool begin = std::all_of(words.cbegin(), words.cend(), [&](const QString& word) {
        return std::any_of(own.cbegin(), own.cend(),
                           [&](const QString& one) { return one.startsWith(word); });
    });
    if (begin && !words.isEmpty())
        return 3;
    const bool anywhere =
        std::all_of(words.cbegin(), words.cend(), [&](const QString& word) { return label.contains(word); });
    return anywhere && !words.isEmpty() ? 5 : kNoFit;
}

int rank(const Choice& choice, const QString& wanted, const QStringList& words)
{
    const QString plain = asciiDigits(wanted);
    const QString code = folded(choice.code);
    if (code == plain || (!choice.key.isEmpty() && choice.key == plain))
        return 0;
    int best = std::min(rankOfLabel(folded(choice.label.in(u"en"_s)), wanted, words),
                        rankOfLabel(folded(choice.label.in(u"bn"_s)), wanted, words));
    if (best > 4 && (code.startsWith(plain) || (!choice.key.isEmpty() && choice.key.startsWith(plain))))
        best = 4;
    return best;
}

}  // namespace

QList<Choice> fittingChoices(const QList<Choice>& choices, const QString& typed)
{
    const QString wanted = folded(typed);
    if (wanted.isEmpty())
        return choices;
    const QStringList words = wordsOf(wanted);
    QList<std::pair<int, qsizetype>> ranked;
    for (qsizetype at = 0; at < choices.size(); ++at) {
        const int one = rank(choices.at(at), wanted, words);
        if (one < kNoFit)
            ranked.append({one, at});
    }
    std::sort(ranked.begin(), ranked.end());
    QList<Choice> found;
    for (const auto& [unused, at] : std::as_const(ranked))
        found.append(choices.at(at));
    return found;
}

const Choice* meantChoice(const QList<Choice>& choices, const QString& typed)
{
    auto code = readCode(choices, typed);
    if (!code) {
        const QList<Choice> fitting = fittingChoices(choices, typed);
        if (fitting.size() != 1 || folded(typed).isEmpty())
            return nullptr;
        code = fitting.first().code;
    }
    const auto found =
        std::find_if(choices.cbegin(), choices.cend(), [&](const Choice& one) { return one.code == *code; });
    return found == choices.cend() ? nullptr : &*found;
}

}  // namespace prohori
