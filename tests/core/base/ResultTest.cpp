// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Result.h"

#include <QTest>

#include <memory>
#include <type_traits>

using namespace prohori;
using namespace Qt::StringLiterals;

static_assert(std::is_default_constructible_v<Result<>>, "success without a value is Result<>()");
static_assert(!std::is_default_constructible_v<Result<int>>,
              "a Result<int> cannot be made without saying which");

class ResultTest : public QObject {
    Q_OBJECT
private slots:
    void holdsAValue()
    {
        const Result<QString> result = u"Jashore"_s;
        QVERIFY(result && result.has_value());
        QCOMPARE(*result, u"Jashore"_s);
        QCOMPARE(result->size(), 7);
        QVERIFY(Result<>());
    }

    void holdsAReason()
    {
        const Result<int> result = Error{ErrorCode::Locked, u"wrong password"_s, u"wrong-password"_s};
        QVERIFY(!result && !result.has_value());
        QCOMPARE(result.error().code, ErrorCode::Locked);
        QCOMPARE(result.error().detail, u"wrong password"_s);
        QCOMPARE(result.error().hint, u"wrong-password"_s);
    }

    void readingTheWrongSideThrows()
    {
        const Result<int> bad = Error{ErrorCode::NotFound, {}};
        const Result<int> good = 4;
        QVERIFY_EXCEPTION_THROWN(std::ignore = *bad, std::bad_variant_access);
        QVERIFY_EXCEPTION_THROWN(std::ignore = good.error(), std::bad_variant_access);
    }

    void aValueThatIsNoCopyMovesOut()
    {
        Result<std::unique_ptr<int>> result = std::make_unique<int>(4);
        const std::unique_ptr<int> taken = *std::move(result);
        QCOMPARE(*taken, 4);
    }

    void aVariantMayBeTheValue()
    {
        const Result<std::variant<int, QString>> result = std::variant<int, QString>(u"both"_s);
        QVERIFY(result);
        QCOMPARE(std::get<QString>(*result), u"both"_s);
    }
};

QTEST_APPLESS_MAIN(ResultTest)
#include "ResultTest.moc"
