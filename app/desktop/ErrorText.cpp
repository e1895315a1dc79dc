// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/ErrorText.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

struct Sentence {
    const char* hint;
    const char* text;
};

/// Sentences for the causes that people meet, by the stable word of the error. Each says what happened and what to do.
constexpr Sentence kCauses[] = {
    // clang-format off
    {"wrong-password", QT_TRANSLATE_NOOP("Words", "This password is not right. Try again; nothing is deleted by wrong tries.")},
    {"keychain-locked", QT_TRANSLATE_NOOP("Words", "The key ring of this computer is locked. Unlock it (or sign in to the computer again) and try once more. Your password was not checked.")},
    {"keychain-silent", QT_TRANSLATE_NOOP("Words", "The key ring of this computer does not answer. Sign in to the computer again, then try once more. Your password was not checked.")},
    {"keychain-unavailable", QT_TRANSLATE_NOOP("Words", "The key ring of this computer cannot be used. Sign in to the computer as usual, then try once more. Your password was not checked.")},
    {"device-secret-missing", QT_TRANSLATE_NOOP("Words", "The key of this computer was not found: the key ring is locked, or this station was made on another computer. Unlock the key ring and try again, or use the computer it was made on. Nothing is lost.")},
    {"device-secret-wrong", QT_TRANSLATE_NOOP("Words", "The key found on this computer is not that of the station. Use the computer it was made on. Nothing is lost.")},
    {"password-too-short", QT_TRANSLATE_NOOP("Words", "The password is too short: at least 15 characters, or four suggested words.")},
    {"password-too-long", QT_TRANSLATE_NOOP("Words", "The password is too long: at most 128 characters.")},
    {"password-repeats", QT_TRANSLATE_NOOP("Words", "The password repeats the same letters. Take a short sentence, or four suggested words.")},
    {"password-walk", QT_TRANSLATE_NOOP("Words", "The password follows the keys of the keyboard. Take a short sentence, or four suggested words.")},
    {"password-personal", QT_TRANSLATE_NOOP("Words", "The password is made of your name, login or district. Take something that nobody knows of you.")},
    {"password-common", QT_TRANSLATE_NOOP("Words", "Very many people use this password. Take a short sentence, or four suggested words.")},
    {"code-needed", QT_TRANSLATE_NOOP("Words", "This invitation asks for the code you were told. Type it above.")},
    {"wrong-code", QT_TRANSLATE_NOOP("Words", "The code does not fit this invitation. Check it and type it again.")},
    {"expired-invitation", QT_TRANSLATE_NOOP("Words", "This invitation has run out. Ask the administrator for a new one.")},
    {"role", QT_TRANSLATE_NOOP("Words", "Stations of this role are not taken in yet. Ask the administrator.")},
    {"other-authority", QT_TRANSLATE_NOOP("Words", "This invitation comes from another authority than this station's.")},
    {"practice-production", QT_TRANSLATE_NOOP("Words", "Practice and real work do not mix: this belongs to the other one.")},
    {"store-busy", QT_TRANSLATE_NOOP("Words", "Another program has this station open. Close it and try again.")},
    {"disk-full", QT_TRANSLATE_NOOP("Words", "The disk is full: this was not saved. What you typed stays here; free some space and save again.")},
    {"same-disk", QT_TRANSLATE_NOOP("Words", "That folder is on the same disk as the station and would be lost with it. Choose a stick or a share.")},
    {"second-place", QT_TRANSLATE_NOOP("Words", "That folder cannot be written to. Choose another place.")},
    {"no-font", QT_TRANSLATE_NOOP("Words", "This computer has no font for Bangla, so nothing was printed. Ask the administrator to install the package fonts-noto-core.")},
    {"read-only", QT_TRANSLATE_NOOP("Words", "The folder of the station cannot be written to: this was not saved. Tell the administrator.")},
    {"no-hub", QT_TRANSLATE_NOOP("Words", "This station does not know the Ministry's server yet. The administrator can tell its address.")},
    {"wrong-hub", QT_TRANSLATE_NOOP("Words", "The computer that answered is not the Ministry's server. Nothing was sent. Tell the administrator.")},
    {"bad-receipt", QT_TRANSLATE_NOOP("Words", "The receipt of the server cannot be trusted. Your work stays here as not sent. Tell the administrator.")},
    {"syncing", QT_TRANSLATE_NOOP("Words", "A sync is running.")},
    {"no-key", QT_TRANSLATE_NOOP("Words", "You hold no key to the sealed part of this case. The administrator has to confirm you, and then you sync.")},
    {"reason-needed", QT_TRANSLATE_NOOP("Words", "Choose a reason first. Every opening is written into the journal.")},
    {"problems", QT_TRANSLATE_NOOP("Words", "The case is not complete yet: the questions are marked. F8 goes to the next one.")},
    {"four-eyes", QT_TRANSLATE_NOOP("Words", "You entered or changed this case yourself: another supervisor has to approve it.")},
    {"wrong-role", QT_TRANSLATE_NOOP("Words", "Your role does not do this. The recording officer enters and corrects, the district supervisor returns and approves.")},
    {"no-target", QT_TRANSLATE_NOOP("Words", "The case cannot be merged into this one. Choose a case of your district that goes on itself.")},
    {"correction-reason", QT_TRANSLATE_NOOP("Words", "This case was approved: a correction needs a reason, and a second approval. Open the case and save it there.")},
    {"move-role", QT_TRANSLATE_NOOP("Words", "Only the supervisor of a district moves a case to another district.")},
    {"move-reason", QT_TRANSLATE_NOOP("Words", "Say why your district does not take this case: the other district reads it.")},
    {"no-proposal", QT_TRANSLATE_NOOP("Words", "Nothing is proposed here any more. Sync, and open the case again.")},
    {"unknown-district", QT_TRANSLATE_NOOP("Words", "This station knows nobody in that district yet, so the names could not be sealed for it. Sync, or ask the administrator.")},
    {"nothing-waits", QT_TRANSLATE_NOOP("Words", "No later facts wait for a review.")},
    {"open-conflict", QT_TRANSLATE_NOOP("Words", "People gave different answers in this case: decide the conflict first.")},
    {"moved-away", QT_TRANSLATE_NOOP("Words", "This case moved to another district and is no longer on this computer. What you had saved is with the Ministry's server.")},
    {"void", QT_TRANSLATE_NOOP("Words", "This case is void, and its content was removed after 90 days. Its number stays.")},
    {"wrong-scope", QT_TRANSLATE_NOOP("Words", "This case belongs to another district.")},
    // clang-format on
};

template <size_t N>
QString sentenceFor(const Sentence (&table)[N], const QString& hint)
{
    const auto* found = std::find_if(std::begin(table), std::end(table),
                                     [&](const Sentence& row) { return hint == QLatin1String(row.hint); });
    return found == std::end(table) ? QString() : Words::tr(found->text);
}

QString byCode(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NotFound: return Words::tr("This was not found on the station.");
    case ErrorCode::Conflict: return Words::tr("Somebody changed this in the meantime. Open it again.");
    case ErrorCode::Locked: return Words::tr("The station is locked.");
    case ErrorCode::TooNew:
        return Words::tr("This was written by a newer version of the program. Update first.");
    case ErrorCode::Offline:
        return Words::tr("The Ministry's server was not reached. Your work is safe here; try again when the "
                         "line is back.");
    case ErrorCode::Busy:
        return Words::tr("The Ministry's server is busy. Your work is safe here; try again in a minute.");
    case ErrorCode::Refused: return Words::tr("This is not possible.");
    case ErrorCode::Invalid: return Words::tr("This input is not right.");
    case ErrorCode::Damaged:
        return Words::tr("Stored data are damaged. The password is not the cause. Do not go on; call the "
                         "administrator, who can restore the backup.");
    case ErrorCode::Storage:
        return Words::tr("The disk did not take it: not confirmed. Free some space and save again.");
    case ErrorCode::NoMemory:
        return Words::tr("There is not enough free memory to check the password. Close other programs and "
                         "try again.");
    case ErrorCode::Cancelled: return Words::tr("Stopped. What had arrived is kept.");
    }
    return {};
}

}  // namespace

QString Words::error(const Error& error)
{
    const QString known = sentenceFor(kCauses, error.hint);
    if (!known.isEmpty())
        return known;
    const QString sentence = byCode(error.code);
    const bool tellsAll = error.code == ErrorCode::Offline || error.code == ErrorCode::Busy
                       || error.code == ErrorCode::NoMemory || error.code == ErrorCode::Cancelled;
    return tellsAll || error.detail.isEmpty() ? sentence : sentence + u'\n' + error.detail;
}

QString Words::whyNot(const Error& error, RecordPhase phase)
{
    if (error.hint == u"wrong-phase"_s)
        return tr("Not possible in this state: %1.").arg(Words::phase(phase));
    return Words::error(error).section(u'\n', 0, 0);
}

}  // namespace prohori
