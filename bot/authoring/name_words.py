"""Words of English by which the names of people, organizations, courts and places are told apart."""

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


MALE, FEMALE = "he", "she"
"""The pronouns that stand for whoever is told by a title or noun to be a man or a woman."""
TITLES = {
    **dict.fromkeys(_set("Mr Mr. Lord Sir Father"), MALE),
    **dict.fromkeys(_set("Mrs Mrs. Ms Ms. Miss Lady Dame Sister"), FEMALE),
    **dict.fromkeys(
        _set(
            "Dr Dr. Prof Prof. Professor Judge Justice Justices Attorney General Assistant Deputy Chief "
            "Detective "
            "Sergeant Inspector Constable Superintendent Officer Captain Capt. Colonel Col. Lieutenant Lt. "
            "Sgt. Major "
            "President Senator Sen. Representative Rep. Congressman Congresswoman Governor Gov. Mayor "
            "Minister "
            "Secretary Supervisor Councillor Cllr Reverend Rev Rev. Master Magistrate Sheriff Circuit "
            "District "
            "Comrade Former Ex-President Prosecutor Commissioner Director Chairman Chairwoman Advocate "
            "Solicitor "
            "Councilmember Councilman Councilwoman Councilor Assemblyman Assemblywoman Assemblymember "
            "Alderman "
            "Bishop Archbishop Cardinal Pastor Rabbi Imam Deacon Ambassador Baroness Viscount Countess "
            "Coroner "
            "Headteacher Principal Undersecretary Commander Sheikh Sri Smt Shri Justice-elect "
            "Barrister Recorder Hon. Honour Her His Prime Vice Lead Senior Tribunal Presiding"
        ),
        "",
    ),
}
"""Words with a capital before a name, with the pronoun that they tell, if any."""
JUDGES = re.compile(r"\b(?:Judge|Justices?|Master|Magistrate|Recorder|[Pp]residing judge)\b")
JUDGES_AFTER = _set("LJ LJJ J JJ CJ MR JA JSC PTR")
"""Letters after the name of a judge of England: “Boggis LJ”."""
POSTNOMINALS = JUDGES_AFTER | _set("KC QC SC BL CBE OBE MBE TD MSP JP Jr Jr. Sr Sr. II III IV MP MD PhD")
ORGANIZATION = _set(
    "Ltd Ltd. Limited Inc Inc. Corp Corp. Corporation Co Co. plc PLC LLC LLP GmbH AG SA S.A. Brewers Coaches "
    "Company Group Holdings Agency Department Ministry Office Bank Union Unions Association Society Council "
    "County Board Committee Commission Party Police University College School Academy Hospital Trust Fund "
    "Foundation Institute Mutual Insurance Estates Homes Entertainment Maritime Energy Works Workers "
    "Coalition "
    "Research Studios Records Press News Times Gazette Courier Herald Tribune Post Ledger Messenger Beacon "
    "Media "
    "Network Airlines Railways Motors Foods Dairies Trawling Systems Technologies Partners Chambers Church "
    "Parish Federation League Club Authority Service Services Industries Logistics Pharma Pharmaceuticals "
    "Capital Ventures Stores Supermarkets Theatre Museum Daughters Sons Brothers GmbH Lifts Records Airways "
    "Alliance Consortium Campaign Organisation Organization Watch Initiative Centre Center Laboratories Labs "
    "Shipping Resources Builders Therapeutics Farms Mills Ferries Properties Developments Construction "
    "Communications Solutions International Enterprises Products Brands Travel Tours Breweries Distillery "
    "Orchestra Publishing Pictures Films Games Software Technology Mining Minerals Petroleum Oil Gas "
    "Electric Steel Chemicals Bakery Hotels Rail Buses "
    "Hospitals Solvents Transport Workers Trust Examiner Depot Co-operative Cooperative Co-op Project Clinic "
    "Guild Syndicate Congress Bureau Bros Outfitters Markets Diagnostics Robotics Mapping Analytics Freight "
    "Logistics Realty Equity Advisors Advisers Associates Aerospace Aviation Automotive Biosciences Sciences "
    "Pumps Tools Toys Boats Cruises Lines Ports Parks Gardens Nurseries Orchards Vineyards Wines Spirits "
    "Hauliers Haulage Couriers Rentals Leasing Lending Finance Financial Securities Investments Insurers "
    "Underwriters Reinsurance Pensions Scheme Tribe Nation Diocese Archdiocese Synod Orphanage Shelter "
    "Sanctuary Zoo Aquarium Gallery Archive Archives Library Broadcasting Radio Television Podcasts Digital "
    "Interactive Networks Wireless Telecom Mobile Semiconductors Plastics Paper Timber Lumber Cement Glass "
    "Textiles Apparel Fashions Cosmetics Beauty Wellness Fitness Gyms Nutrition Beverages Dairy Meats "
    "Poultry "
    "Seafood Fisheries Grain Growers Ranchers Unit Squad Taskforce Registry Exchange Panel"
)
"""Words that stand in the names of organizations."""
COURT = _set("Court Courts Tribunal Division Bench Magistrates")
"""Words that stand in the names of courts."""
PLACE = _set(
    "Street Road Lane Avenue Hall Bridge Square Park Bay Valley Ridge River Hill Island Islands Drive Place "
    "House Mountain Lake Coast Harbour Harbor Station Airport"
)
"""Words that stand in the names of places."""
NOT_NAMES = _set(
    "The A An In On At But And Or So He She It They We I You His Her Its Their My Our Your That This These "
    "Those "
    "There Here Then Now When While After Before Since Until If As For From To Of By With Without Under Over "
    "Between During Through Against About Into Not No Yes Nobody Nothing Everybody Each Every Both All Some "
    "Any "
    "Many Most Few More One Two Three Four Five Six Seven Eight Nine Ten First Second Third Fourth Last Next "
    "What Who Which Where Why How Whether Giving Cross-examined Speaking According Outside Inside Meanwhile "
    "However Although Though Because Yet Still Also Even Only Just Once Again Never Asked Under Following "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July "
    "August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Christmas "
    "Easter Spring Summer Autumn Fall Winter Today Yesterday Tomorrow Tonight English British American "
    "French "
    "German European Internet TV CEO DNA GUILTY EXCLUSIVE Notes Transcript Radio Updated Posted Aired Words "
    "Welcoming Act Regulators Prosecutors Producers Lawyers Police Parents Magistrates Consumers Pupils "
    "Tests "
    "Interest Costs Comment Court Judge Like Unlike Despite Let Did Does Is Was Were Are Have Has Had Can "
    "Could "
    "Would Will Should May Might Must Do Had Never Such Other Another Earlier Later Until Upon Lunch "
    "Objection "
    "Afterwards Separately Elsewhere Instead Overall Perhaps Maybe Finally Later Then Soon Often "
    "Settlement Doors Guilty Statement Union Parent Board Tribunal Investigations Practitioners"
)
"""Words with a capital that begin sentences, and are no part of a name there."""
HUMAN = {
    **dict.fromkeys(
        _set(
            "judge lawyer solicitor barrister attorney counsel advocate spokesperson prosecutor plaintiff "
            "defendant "
            "claimant witness expert juror officer detective vicar verger captain owner source person "
            "friend pal "
            "relative neighbor neighbour resident employee worker driver tenant landlord founder president "
            "chairman "
            "director manager executive chief analyst professor doctor nurse teacher student farmer chemist "
            "banker "
            "presenter reporter interviewer author writer singer actor publisher editor photographer "
            "minister mayor "
            "governor senator leader member spokesman spokeswoman handyman adjuster bursar headmaster dealer "
            "treasurer marshal supervisor economist engineer architect parent couple adviser advisor "
            "accountant "
            "magistrate commissioner inspector constable sheriff pilot contractor arbitrator mediator "
            "appellant "
            "petitioner respondent linesman caretaker clerk agent secretary musician steward chancellor "
            "dispatcher foreman sergeant superintendent curator librarian coach trainer surgeon pathologist "
            "dentist nanny broker trader gardener builder plumber butcher fisherman crofter chaplain bishop "
            "priest correspondent official veteran insider observer critic campaigner activist bystander "
            "customer shopper passer-by ombudsman registrar trustee auditor administrator "
            "liquidator investigator historian scientist "
            "silk partner boss chair chairperson head aide staffer deputy lecturer researcher academic "
            "blogger "
            "columnist commentator pundit broadcaster survivor victim patient client buyer seller investor "
            "creditor pensioner retiree passenger pedestrian cyclist rider mechanic paramedic firefighter "
            "soldier colleague cousin executor beneficiary complainant accuser applicant opponent successor "
            "predecessor counterpart paralegal intern apprentice volunteer supporter protester organiser "
            "organizer delegate envoy diplomat ambassador congresswoman congressman councillor councilor "
            "alderman developer designer inventor producer promoter composer novelist poet actuary "
            "psychologist psychiatrist physician midwife pharmacist veterinarian vet carpenter electrician "
            "cleaner waiter waitress barista bartender chef baker grocer jeweller jeweler florist tailor "
            "fundraiser lobbyist strategist adjudicator assessor negotiator bookkeeper cashier receptionist "
            "whistleblower informant hostage inmate prisoner warden guard bodyguard chauffeur sailor skipper "
            "keeper zookeeper gamekeeper shopkeeper innkeeper goalkeeper storekeeper schoolteacher "
            "headteacher lecturer don tutor pupil postman parishioner pastor imam rabbi monk nun"
        ),
        "",
    ),
    **dict.fromkeys(
        _set(
            "spokeswoman chairwoman widow sister-in-law mother-in-law daughter-in-law "
            "mother mum mom daughter sister aunt wife ex-wife niece woman girl bride lady "
            "actress mum-of-two mother-of-two grandmother grandma granny gran granddaughter girlfriend "
            "fiancée policewoman businesswoman councilwoman congresswoman stepmother saleswoman waitress "
            "ex-girlfriend midwife forewoman"
        ),
        FEMALE,
    ),
    **dict.fromkeys(
        _set(
            "spokesman father dad brother-in-law father-in-law son-in-law "
            "son brother uncle husband hubby nephew man boy handyman headmaster chairman grandfather grandad "
            "grandson boyfriend fiancé policeman businessman councilman congressman stepfather salesman "
            "ex-husband ex-boyfriend foreman bloke postman widower"
        ),
        MALE,
    ),
}
"""Nouns for people, with the pronoun that they tell, if any."""
COLLECTIVE = _set(
    "company firm council county court panel jury bench board agency union insurer bank parish prosecution "
    "defence "
    "defense state government ministry department regulator police charity brewery publisher group "
    "organisation "
    "organization committee tribunal newspaper school hospital university family authority coalition "
    "corporation "
    "claimants plaintiffs defendants prosecutors lawyers owners residents insurers franchisor manufacturer "
    "maker chain retailer lender supplier operator airline carrier club society "
    "association federation league council borough municipality watchdog commission consortium partnership "
    "practice startup start-up business shop store museum theatre network channel station studio "
    "brand giant trust fund charity foundation institute college church diocese force majority minority "
    "judges justices jurors bosses officials ministers lawmakers detectives officers campaigners families "
    "members parents neighbours neighbors pupils tenants trustees administrators liquidators developers "
    "crown bar"
)
"""Nouns for organizations and groups that speak with one voice."""
DOCUMENTS = _set(
    "letter statement report complaint petition lawsuit suit filing order notice email contract note "
    "affidavit memo memorandum message text post tweet caption banner placard sign poster leaflet brochure "
    "website advert advertisement label pleading pleadings indictment motion brief policy manual log diary "
    "judgment judgement ruling opinion decision determination dissent verdict "
    "study survey review audit agreement clause lease will transcript document documents papers e-mail"
)
"""Nouns for writings that are quoted without anybody who speaks."""
JOBS = TITLES.keys() - _set("Her His Former General Father Sister Major Master") | _set(
    "Chairman Chairwoman Director CEO President Spokesman Spokeswoman Spokesperson Manager Officer Editor "
    "Founder Attorney Lawyer Counsel Commissioner Secretary General Engineer"
)
"""Words with a capital after which a name begins, whatever stands before: “Hull County Circuit Judge”."""
ROLES = {
    "judge": "judge",
    "plaintiff": "plaintiff",
    "claimant": "plaintiff",
    "petitioner": "plaintiff",
    "defendant": "defendant",
    "lawyer": "counsel",
    "solicitor": "counsel",
    "solicitors": "counsel",
    "barrister": "counsel",
    "attorney": "counsel",
    "counsel": "counsel",
    "advocate": "counsel",
    "spokesperson": "spokesperson",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "prosecutor": "prosecutor",
    "witness": "witness",
    "expert": "expert",
    "analyst": "expert",
    "professor": "expert",
    "juror": "juror",
    "presenter": "interviewer",
    "host": "interviewer",
    "regulator": "regulator",
}
"""Nouns beside a name, with the role in the terms of case files."""
