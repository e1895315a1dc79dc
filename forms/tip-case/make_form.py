#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrote the first TIP/SOM form from the tables in domain/. Run by hand; the output was then kept by hand.

    python3 make_form.py OUTPUT_FOLDER

Reads domain/dictionary.csv, code-lists.csv, districts.csv and upazilas.csv. Writes survey.csv, choices.csv, settings.csv and
sections.csv. Field ids are group * 100 + place in the entity, groups are numbered in the order of the dictionary: never
change an id that has been published.
"""
import csv
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
VERSION = "2026010101"
EN, BN = "English (en)", "Bangla (bn)"

# Groups in the order in which an officer tells the story: (name, nested groups).
TREE = [("case", []), ("victim", [("consent", []), ("referral", [("service", [])]), ("followup", []), ("compensation", [])]),
        ("suspect", [("charge", [])]), ("network", []), ("journey_leg", []), ("som", []), ("investigation", []), ("trial", []),
        ("seizure", []), ("attachment", []), ("review", []), ("monthly_return", [])]
# name: (English, Bangla, letter of its rows)
GROUP_LABELS = {
    "case": ("Case", "মামলা", ""), "victim": ("Victims and migrants", "ভুক্তভোগী ও অভিবাসী", "V"),
    "consent": ("Consent", "সম্মতি", "C"), "referral": ("Referrals", "রেফারেল", "R"), "service": ("Services", "সেবা", "SV"),
    "followup": ("Follow-up", "ফলো-আপ", "F"), "compensation": ("Compensation", "ক্ষতিপূরণ", "P"),
    "suspect": ("Suspects", "সন্দেহভাজন", "S"), "charge": ("Charges", "অভিযোগ", "H"), "network": ("Networks", "চক্র", "N"),
    "journey_leg": ("Journey", "যাত্রাপথ", "L"), "som": ("Smuggling event", "চোরাচালানের ঘটনা", "M"),
    "investigation": ("Investigation", "তদন্ত", "I"), "trial": ("Trial", "বিচার", "T"), "seizure": ("Seizures", "জব্দ", "Z"),
    "attachment": ("Attachments", "সংযুক্তি", "A"), "review": ("Review", "পর্যালোচনা", "Q"),
    "monthly_return": ("Monthly return", "মাসিক বিবরণী", "")}
KINDS = {"review": "log", "monthly_return": "monthly_return"}
SOM_RELEVANCE = "case.case_class in ('som','tip_som')"

# Cards of the long groups: group: [(key, English, Bangla, fields)]; what is not named goes to the last card of its group.
SECTIONS = {
    "case": [
        ("report", "Report", "প্রতিবেদন", "case_class case_stage case_origin hotline reported_on district_code upazila_geo police_station "
         "complainant_type complainant_name complainant_phone data_legal_basis risk_level tip_som_link class_changed_on "
         "class_change_reason"),
        ("law", "Diary, FIR and law", "জিডি, এজাহার ও আইন", "gd_no gd_date tribunal_complaint_no inquiry_result inquiry_due_on "
         "fir_no fir_date legal_instrument fir_sections"),
        ("event", "What happened", "কী ঘটেছে", "offence_start offence_start_precision offence_end flow_type foreign_countries act_types "
         "means_types purpose_types elements_met online_element incident_summary"),
        ("progress", "Persons and progress", "ব্যক্তি ও অগ্রগতি", "victims_reported victims_recorded suspects_reported lead_agency mla_requested nrm_ref "
         "linked_cases closure_reason closed_on"),
        ("register", "Register", "নিবন্ধন", "")],
    "victim": [
        ("status", "Person and status", "ব্যক্তি ও অবস্থা", "person_seq person_role sex age_years age_basis age_at_recruitment majority "
         "majority_at_offence age_group victim_status status_decided_by status_decided_on screening_done identified_on "
         "identifying_agency"),
        ("identity", "Identity", "পরিচয়", "full_name alias father_name mother_name date_of_birth id_document id_number phone citizenship "
         "population_group home_country home_district home_upazila home_address present_address"),
        ("guardian", "Guardian", "অভিভাবক", "guardian_name guardian_relation guardian_is_suspect probation_informed_on"),
        ("background", "Background", "পটভূমি", "marital_status children_count children_with_person religion languages "
         "education_level occupation disability_types vulnerability_factors household_debt_bdt"),
        ("recruitment", "Recruitment", "সংগ্রহ", "recruitment_date recruitment_method relationship_to_trafficker recruitment_platforms "
         "promise_types recruitment_country recruitment_district money_paid_bdt finance_sources payment_methods recruiting_agency "
         "travel_document visa_type migration_clearance intended_country"),
        ("exploitation", "Exploitation", "শোষণ", "exploitation_types exploitation_main exploitation_group sexual_forms labour_sector "
         "labour_subsector exploitation_country exploitation_district exploitation_start exploitation_end exploitation_months "
         "control_methods exploitation_platforms wages_withheld_bdt ransom_paid_bdt harm_types previous_trafficking"),
        ("rescue", "Rescue and return", "উদ্ধার ও প্রত্যাবর্তন", "rescue_status rescue_date rescue_country rescue_district repatriation_needed "
         "repatriated_on repatriated_from som_outcome"),
        ("protection", "Protection", "সুরক্ষা", "detained_as_offender rights_informed_on last_update_given_on protection_needed "
         "legal_aid_wanted")],
    "suspect": [
        ("person", "Person or company", "ব্যক্তি বা কোম্পানি", "suspect_type full_name alias father_name company_name company_licence age_years "
         "majority sex citizenship id_document id_number phone home_country home_district home_upazila address occupation"),
        ("role", "Role in the offence", "অপরাধে ভূমিকা", "roles relationship_to_victim public_official official_service network_uuid "
         "prior_offence"),
        ("process", "Arrest and process", "গ্রেপ্তার ও প্রক্রিয়া", "named_in_fir process_status custody_status arrested_on arrest_district "
         "arrested_abroad bail_on travel_ban_until interpol_notice")]}

# Registers that merge as a whole.
MERGE_GROUPS = {
    "place": ["case.district_code", "case.upazila_geo"], "class": ["case.case_class", "case.class_changed_on", "case.class_change_reason"],
    "offence_start": ["case.offence_start", "case.offence_start_precision"],
    "home": ["victim.home_district", "victim.home_upazila", "suspect.home_district", "suspect.home_upazila"],
    "section": ["charge.legal_instrument", "charge.offence_section"]}
# Which field chooses among the choices of another one.
CASCADES = {"case.upazila_geo": "district_code", "victim.home_upazila": "home_district", "suspect.home_upazila": "home_district",
            "case.fir_sections": "legal_instrument", "charge.offence_section": "legal_instrument"}
# References that the nesting tells.
NESTED_REFS = {"consent.victim_uuid", "referral.victim_uuid", "service.victim_uuid", "service.referral_uuid", "followup.victim_uuid",
               "compensation.victim_uuid", "charge.suspect_uuid"}
# Worked out from sealed answers, so the result is kept.
STORED = {"victim.exploitation_group", "attachment.sha256"}
# Fields that tell a row in a list; never one that identifies a person.
SUMMARY = {"victim": "majority sex age_years", "suspect": "suspect_type majority sex age_years", "network": "network_type",
           "journey_leg": "leg_type from_country to_country", "investigation": "agency outcome", "charge": "offence_section stage",
           "trial": "court_type outcome", "referral": "to_type referred_on", "service": "service_type status",
           "followup": "followup_on", "compensation": "source status", "seizure": "seizure_type", "som": "departure_country target_country",
           "attachment": "attachment_type captured_on", "consent": "consent_by consent_on"}
HINTS = {
    "case.incident_summary": ("50 to 4000 characters. No names, phone numbers or addresses.",
                              "৫০ থেকে ৪০০০ অক্ষর। নাম, ফোন নম্বর বা ঠিকানা লিখবেন না।"),
    "case.class_change_reason": ("No names.", "নাম লিখবেন না।"),
    "case.complainant_name": ("Kept secret by law.", "আইন অনুযায়ী গোপন রাখা হয়।"),
    "case.purpose_types": ("All purposes in the case.", "মামলার সব উদ্দেশ্য।"),
    "victim.age_basis": ("In doubt, treat the person as a child.", "সন্দেহ থাকলে শিশু হিসেবে গণ্য করুন।"),
    "victim.present_address": ("For a shelter write only its name.", "আশ্রয়কেন্দ্র হলে শুধু নাম লিখুন।"),
    "victim.guardian_is_suspect": ("If yes: no contact through the guardian.", "হ্যাঁ হলে: অভিভাবকের মাধ্যমে যোগাযোগ নয়।"),
    "victim.citizenship": ("Type the country. Stateless and not known stand in the list.",
                           "দেশ লিখুন। রাষ্ট্রহীন ও অজানা তালিকায় আছে।"),
    "victim.repatriated_on": ("Leave empty until the return happens.", "প্রত্যাবর্তনের আগে খালি রাখুন।"),
    "som.migrants_total": ("Large groups may be counted without names.", "বড় দল নাম ছাড়াই গণনা করা যায়।"),
    "som.tip_signs_found": ("If yes, change the type of case.", "হ্যাঁ হলে মামলার ধরন বদলান।"),
    "network.members_known": ("Two or more make an organised group.", "দুই বা বেশি হলে সংঘবদ্ধ চক্র।"),
    "attachment.title": ("No names.", "নাম লিখবেন না।"),
    "journey_leg.place_name": ("Town or city only.", "শুধু শহরের নাম।")}
REPORTED_AS = {"sexual_exploitation": "sexual", "pornography": "sexual", "forced_labour": "labour", "domestic_servitude": "labour",
               "debt_bondage": "labour", "slavery": "labour", "child_labour_worst": "labour", "forced_entertainment": "labour",
               "organ_removal": "organ", "not_yet_exploited": "not_yet", "unknown": "unknown"}
LAW_OF_SECTION = {"o26": "ord2026", "a12": "act2012", "oema": "oema2013"}

COLUMNS = ["type", "name", f"label::{EN}", f"label::{BN}", f"hint::{EN}", f"hint::{BN}", "required", "readonly", "choice_filter",
           "appearance", "repeat_count", "body::ht:code", "bind::ht:id", "bind::ht:kind", "bind::ht:section", "bind::ht:type",
           "bind::ht:ref", "bind::ht:required", "bind::ht:relevance", "bind::ht:rule", "bind::ht:tier", "bind::ht:merge",
           "bind::ht:group", "bind::ht:stored", "bind::ht:summary", "bind::ht:min", "bind::ht:max"]


def read(name):
    with open(HERE / "domain" / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def list_name(code_list):
    return code_list[:-4] if code_list.endswith(".csv") else code_list


def type_columns(row, auto):
    """The XLSForm type, and what else says the type."""
    kind, codes = row["type"], list_name(row["code_list"])
    if kind in ("uuid",) or kind.startswith(("ref:", "multiref:")):
        target = kind.partition(":")[2]
        word = {"uuid": "uuid", "ref": "reference", "multiref": "multireference"}[kind.partition(":")[0]]
        return {"type": "hidden" if auto else "text", "bind::ht:type": word, "bind::ht:ref": target}
    simple = {"text": ("text", ""), "longtext": ("text", "longtext"), "integer": ("integer", ""), "money": ("integer", "money"),
              "date": ("date", ""), "partial_date": ("text", "partial_date"), "datetime": ("dateTime", ""), "phone": ("text", "phone"),
              "file": ("file", ""), "boolean": ("select_one true_false", "boolean")}
    if kind in simple:
        xls, own = simple[kind]
        out = {"type": xls, "bind::ht:type": own}
        if kind == "longtext":
            out["appearance"] = "multiline"
        return out
    many = kind in ("multicode", "multigeo")
    return {"type": ("select_multiple " if many else "select_one ") + codes, "appearance": "autocomplete"}


def field_row(row, number, section):
    path = row["entity"] + "." + row["field"]
    needed = "auto" if path in NESTED_REFS else row["required"]
    auto = needed == "auto"
    out = {"name": row["field"], f"label::{EN}": row["label_en"], f"label::{BN}": row["label_bn"], "bind::ht:id": number,
           "bind::ht:section": section, "bind::ht:required": needed, "bind::ht:relevance": row["relevance"],
           "bind::ht:rule": row["constraint"], "bind::ht:tier": row["sensitivity"]}
    if row["entity"] == "som" and row["relevance"] == SOM_RELEVANCE:
        out["bind::ht:relevance"] = SOM_RELEVANCE
    out.update(type_columns(row, auto))
    if auto:
        out["readonly"] = "yes"
    elif needed in ("draft", "submit") and not row["relevance"]:
        out["required"] = "yes"
    out["bind::ht:merge"] = "option" if row["type"] in ("multicode", "multigeo") or row["type"].startswith("multiref") else "value"
    for word, members in MERGE_GROUPS.items():
        if path in members:
            out["bind::ht:group"] = word
    if path in CASCADES:
        out["choice_filter"] = f"parent = '' or parent = current()/../{CASCADES[path]}"
    if path in STORED:
        out["bind::ht:stored"] = "yes"
    if row["field"] in SUMMARY.get(row["entity"], "").split():
        out["bind::ht:summary"] = "yes"
    if path in HINTS:
        out[f"hint::{EN}"], out[f"hint::{BN}"] = HINTS[path]
    return out


def sectioned(group, rows):
    """The rows of a group in entry order, each with the key of its card."""
    sections = SECTIONS.get(group)
    if not sections:
        return [(row, "") for row in rows]
    by_name = {row["field"]: row for row in rows}
    out, last = [], []
    for key, _, _, names in sections:
        for name in names.split():
            out.append((by_name.pop(name), key))
    last = [(row, sections[-1][0]) for row in by_name.values()]
    return out + last


def write_group(node, depth, numbers, entities, out):
    name, children = node
    en, bn, letter = GROUP_LABELS[name]
    repeat = name != "case"
    begin = {"type": "begin_repeat" if repeat else "begin_group", "name": name, f"label::{EN}": en, f"label::{BN}": bn,
             "bind::ht:id": numbers[name], "bind::ht:kind": KINDS.get(name, "case"), "body::ht:code": letter}
    if name == "som":
        begin.update({"bind::ht:relevance": SOM_RELEVANCE, "bind::ht:min": "1", "bind::ht:max": "1"})
    if name == "monthly_return":
        begin["type"] = "begin_group"
    out.append(begin)
    rows = entities[name]
    place = {row["field"]: index + 1 for index, row in enumerate(rows)}
    for row, section in sectioned(name, rows):
        out.append(field_row(row, numbers[name] * 100 + place[row["field"]], section))
    for child in children:
        write_group(child, depth + 1, numbers, entities, out)
    out.append({"type": begin["type"].replace("begin", "end"), "name": name})


def write(folder, name, columns, rows):
    with open(folder / name, "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def choices():
    def choice(list_name_, name, en, bn, **more):
        return {"list_name": list_name_, "name": name, f"label::{EN}": en, f"label::{BN}": bn, **more}
    out = [choice("true_false", "true", "Yes", "হ্যাঁ", key="1"), choice("true_false", "false", "No", "না", key="2")]
    for row in read("code-lists.csv"):
        more = {}
        if row["list"] == "offence_section":
            more["parent"] = LAW_OF_SECTION.get(re.split("_", row["code"])[0], "")
        if row["list"] == "exploitation_type":
            more["reported_as"] = REPORTED_AS.get(row["code"], "other")
        out.append(choice(row["list"], row["code"], row["label_en"], row["label_bn"], **more))
    for row in read("districts.csv"):
        out.append(choice("districts", row["code"], row["name_en"], row["name_bn"], key=row["code"]))
    for row in read("upazilas.csv"):
        # Three young upazilas have no code of the Bureau of Statistics yet; theirs will be replaced when it is known.
        code = row["geo_code"] or "tmp_" + row["name_en"].lower()
        out.append(choice("upazilas", code, row["name_en"], row["name_bn"], key=row["code"], parent=row["district_code"]))
    return out


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    entities = {}
    for row in read("dictionary.csv"):
        entities.setdefault(row["entity"], []).append(row)
    numbers = {name: index + 1 for index, name in enumerate(entities)}
    survey = []
    for node in TREE:
        write_group(node, 0, numbers, entities, survey)
    write(folder, "survey.csv", COLUMNS, survey)
    write(folder, "choices.csv", ["list_name", "name", f"label::{EN}", f"label::{BN}", "key", "parent", "reported_as", "retired",
                                  "replaced_by"], choices())
    write(folder, "sections.csv", ["group", "name", f"label::{EN}", f"label::{BN}"],
          [{"group": group, "name": key, f"label::{EN}": en, f"label::{BN}": bn}
           for group, sections in SECTIONS.items() for key, en, bn, _ in sections])
    write(folder, "settings.csv", ["form_id", "version", f"form_title::{EN}", f"form_title::{BN}", "default_language", "namespaces"],
          [{"form_id": "tip-case", "version": VERSION, f"form_title::{EN}": "Trafficking and migrant smuggling case",
            f"form_title::{BN}": "মানব পাচার ও অভিবাসী চোরাচালান মামলা", "default_language": EN,
            "namespaces": 'ht="urn:ht-forms:1"'}])


if __name__ == "__main__":
    main()
