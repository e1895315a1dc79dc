// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/Functions.h"

#include "forms/expression/NumberText.h"

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace prohori {

namespace {

template <double (*function)(double)>
Item apply(FunctionCall& call)
{
    return function(call.number(0));
}

double cut(double number)
{
    return std::trunc(number) + 0.0;
}
double absolute(double number)
{
    return std::abs(number);
}
double down(double number)
{
    return std::floor(number);
}
double up(double number)
{
    return std::ceil(number) + 0.0;
}
double root(double number)
{
    return std::sqrt(number);
}
double exponential(double number)
{
    return std::exp(number);
}
double naturalLog(double number)
{
    return number < 0 ? notANumber : std::log(number);
}
double decimalLog(double number)
{
    return number < 0 ? notANumber : std::log10(number);
}

Item number(FunctionCall& call)
{
    return call.count() > 0 ? call.number(0) : numberOf(call.textOrContext(), call.work.world().zone());
}

Item round(FunctionCall& call)
{
    const double value = call.number(0);
    return roundDecimal(value, call.count() > 1 ? call.number(1) : 0);
}

Item power(FunctionCall& call)
{
    const double base = call.number(0);
    const double exponent = call.number(1);
    return std::isnan(base) || std::isnan(exponent) ? notANumber : std::pow(base, exponent);
}

Item pi(FunctionCall&)
{
    return std::numbers::pi;
}

/// Hands every number of the arguments to `take`, blanks left out.
template <typename Take>
void eachNumber(FunctionCall& call, Take take)
{
    for (size_t place = 0; place < call.count(); ++place) {
        const Item value = call.item(place);
        const auto* text = std::get_if<QString>(&value);
        if (const auto* nodes = std::get_if<Nodes>(&value)) {
            for (const FormNode* node : *nodes) {
                if (!call.work.read(node).isEmpty())
                    take(call.work.readNumber(node));
            }
        } else if (!text || !text->isEmpty()) {
            take(call.work.toNumber(value));
        }
    }
}

Item sum(FunctionCall& call)
{
    double total = 0;
    for (const FormNode* node : call.nodes(0)) {
        if (!call.work.read(node).isEmpty())
            total += call.work.readNumber(node);
    }
    return total;
}

template <bool larger>
Item extreme(FunctionCall& call)
{
    double best = notANumber;
    bool any = false;
    eachNumber(call, [&](double one) {
        const bool better = larger ? one > best : one < best;
        if (!any || std::isnan(one) || (!std::isnan(best) && better))
            best = one;
        any = true;
    });
    return best;
}

Item count(FunctionCall& call)
{
    return static_cast<double>(call.nodes(0).size());
}

Item countNonEmpty(FunctionCall& call)
{
    double counted = 0;
    for (const FormNode* node : call.nodes(0))
        counted += call.work.read(node).isEmpty() ? 0 : 1;
    return counted;
}

bool within(double value, double least, double most)
{
    return (least == -1 || value >= least) && (most == -1 || value <= most);
}

Item checklist(FunctionCall& call)
{
    const double least = call.number(0);
    const double most = call.number(1);
    double counted = 0;
    for (size_t place = 2; place < call.count(); ++place)
        counted += call.boolean(place) ? 1 : 0;
    return within(counted, least, most);
}

Item weightedChecklist(FunctionCall& call)
{
    const double least = call.number(0);
    const double most = call.number(1);
    double weight = 0;
    for (size_t place = 2; place + 1 < call.count(); place += 2)
        weight += call.boolean(place) ? call.number(place + 1) : 0;
    return within(weight, least, most);
}

constexpr std::array numberEntries{
    FunctionEntry{"number", number},
    FunctionEntry{"int", apply<cut>},
    FunctionEntry{"round", round},
    FunctionEntry{"abs", apply<absolute>},
    FunctionEntry{"floor", apply<down>},
    FunctionEntry{"ceiling", apply<up>},
    FunctionEntry{"sqrt", apply<root>},
    FunctionEntry{"exp", apply<exponential>},
    FunctionEntry{"log", apply<naturalLog>},
    FunctionEntry{"log10", apply<decimalLog>},
    FunctionEntry{"pow", power},
    FunctionEntry{"pi", pi},
    FunctionEntry{"sum", sum},
    FunctionEntry{"min", extreme<false>},
    FunctionEntry{"max", extreme<true>},
    FunctionEntry{"count", count},
    FunctionEntry{"count-non-empty", countNonEmpty},
    FunctionEntry{"checklist", checklist},
    FunctionEntry{"weighted-checklist", weightedChecklist},
};

}  // namespace

std::span<const FunctionEntry> numberFunctions()
{
    return numberEntries;
}

}  // namespace prohori
