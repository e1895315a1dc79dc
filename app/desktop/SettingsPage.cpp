// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/SettingsPage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"

#include <QComboBox>
#include <QFormLayout>
#include <QSettings>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
const QString kThemeKey = u"look/theme"_s;
const QString kSizeKey = u"look/text_percent"_s;
const QString kLanguageKey = u"look/language"_s;
}  // namespace

LookSettings LookSettings::load()
{
    const QSettings settings;
    LookSettings look;
    look.theme = settings.value(kThemeKey, look.theme).toString();
    look.textPercent = settings.value(kSizeKey, look.textPercent).toInt();
    look.language = settings.value(kLanguageKey, look.language).toString();
    return look;
}

void LookSettings::save() const
{
    QSettings settings;
    settings.setValue(kThemeKey, theme);
    settings.setValue(kSizeKey, textPercent);
    settings.setValue(kLanguageKey, language);
}

SettingsPage::SettingsPage(const LookSettings& look, const QString& about, QWidget* parent)
    : QWidget(parent),
      m_theme(new QComboBox(this)),
      m_size(new QComboBox(this)),
      m_language(new QComboBox(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(14);
    QVBoxLayout* card = makeCard(tr("How the program looks"), layout, this);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->setHorizontalSpacing(Theme::px(16));
    m_theme->setObjectName(u"themeBox"_s);
    m_theme->addItem(tr("Light"), u"light"_s);
    m_theme->addItem(tr("Dark"), u"dark"_s);
    m_size->setObjectName(u"textSizeBox"_s);
    for (const int percent : {100, 110, 125, 150})
        m_size->addItem(tr("%1 %").arg(Words::number(percent)), percent);
    m_language->setObjectName(u"languageBox"_s);
    m_language->addItem(u"English"_s, u"en"_s);
    m_language->addItem(u"বাংলা"_s, u"bn"_s);
    form->addRow(tr("&Colours"), m_theme);
    form->addRow(tr("&Text size"), m_size);
    form->addRow(tr("&Language"), m_language);
    card->addLayout(form);
    QVBoxLayout* aboutCard = makeCard(tr("This station"), layout, this);
    aboutCard->addWidget(makeLabel(about, u"muted"_s, this));
    layout->addStretch();
    for (QComboBox* box : {m_theme, m_size, m_language})
        box->setMinimumWidth(Theme::px(220));
    m_theme->setCurrentIndex(std::max(0, m_theme->findData(look.theme)));
    m_size->setCurrentIndex(std::max(0, m_size->findData(look.textPercent)));
    m_language->setCurrentIndex(std::max(0, m_language->findData(look.language)));
    for (QComboBox* box : {m_theme, m_size, m_language})
        connect(box, &QComboBox::currentIndexChanged, this, &SettingsPage::takeOver);
}

void SettingsPage::takeOver()
{
    const LookSettings look{m_theme->currentData().toString(), m_size->currentData().toInt(),
                            m_language->currentData().toString()};
    look.save();
    emit lookChanged(look);
}

}  // namespace prohori
