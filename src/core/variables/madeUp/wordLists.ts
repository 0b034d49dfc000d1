/** What values are made up of: words that a blank separates. */
export const words = {
  first:
    'Anna Ben Chen Diego Elif Fatima Georg Hana Igor Jun Kofi Li Maria Noor Omar Priya Wei Yuki',
  last: 'Ahmed Bauer Chen Diallo Evans Fischer García Huang Ivanov Kim Lopez Müller Nguyen Okafor Park Silva Tanaka Wang',
  namePrefix: 'Dr. Mr. Mrs. Ms. Prof.',
  nameSuffix: 'II III Jr. MD PhD Sr.',
  blood: 'A+ A- AB+ AB- B+ B- O+ O-',
  city: 'Beijing Bern Chengdu Dakar Hamburg Hanoi Lagos Lima Lyon Mumbai Nairobi Osaka Porto Shanghai Tallinn Vienna',
  cityPrefix: 'East Lake New North Port South West',
  citySuffix: 'berg borough burgh bury field ford mouth port stad ton ville',
  country:
    'Brazil Canada China Estonia France Germany India Japan Kenya Mexico Norway Portugal Vietnam',
  countryCode: 'BR CA CN EE FR DE IN JP KE MX NO PT VN',
  county: 'Clark Dane Essex Grant Kings Lake Orange Pike',
  state: 'Bavaria California Guangdong Hubei Kerala Ontario Sichuan Texas Victoria Zhejiang',
  stateAbbr: 'AZ CA FL GA IL MA NY OH TX WA',
  street: 'Birch Bridge Church Garden Harbour Hill Lake Market Meadow Mill Park River Station',
  streetPrefix: 'East Lower New North Old South Upper West',
  streetSuffix: 'Avenue Close Drive Lane Road Row Street Way',
  zone: 'Africa/Nairobi America/Lima Asia/Shanghai Asia/Tokyo Europe/Berlin Europe/Lisbon',
  firm: 'Acorn Beacon Cobalt Delta Ember Falcon Granite Harbor Indigo Juniper Krypton Lumen',
  form: 'AG GmbH Inc Ltd LLC SA',
  trade:
    'Agriculture Banking Construction Education Energy Logistics Media Pharma Software Textiles',
  job: 'architect baker chemist editor engineer nurse pilot surgeon teacher translator',
  rank: 'Chief Junior Lead Principal Regional Senior',
  manner: 'adaptive balanced compact distributed focused modular open seamless secure shared',
  aim: 'analyze build connect deliver extend integrate measure optimize scale streamline',
  asset: 'channels infrastructure interfaces markets networks platforms services solutions',
  lorem:
    'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua',
  color:
    'azure black blue coral cyan gold green indigo lime olive orange plum red silver teal violet',
  material: 'Bronze Cotton Granite Leather Linen Paper Rubber Silk Steel Wooden',
  product: 'Bag Bench Bottle Chair Clock Coat Desk Hat Keyboard Knife Lamp Plate Shoes Table Watch',
  department: 'Books Clothing Electronics Games Garden Grocery Health Music Sports Toys',
  promotion: 'Amazing Cool Great Incredible Special Stellar',
  deal: 'Code Deal Discount Price Promotion Sale Savings',
  brew: 'Amber Copper Dark Golden Harvest Hazy Old Red River Winter',
  beerStyle: 'Bock Dubbel IPA Kölsch Lager Pilsner Porter Stout Tripel Weissbier',
  hop: 'Amarillo Cascade Centennial Citra Hallertau Magnum Mosaic Saaz Tettnang',
  yeast: 'Abbey American Belgian Bohemian English Kölsch Munich Weihenstephan',
  malt: 'Caramel Chocolate Munich Pilsner Rye Smoked Vienna Wheat',
  card: 'american_express diners_club discover jcb mastercard visa',
  acronym: 'API CSS DNS HTTP JSON RAM SQL SSL TCP TLS XML',
  adjective: 'back-end cross-platform digital mobile multi-byte neural online open-source wireless',
  device: 'array bandwidth bus circuit driver firewall matrix monitor panel port protocol sensor',
  deed: 'back up bypass calculate compress connect copy index navigate parse reboot synthesize',
  hero: 'Comet Falcon Hawk Lynx Panther Raven Shadow Spark Storm Tiger Vortex',
  heroPrefix: 'Agent Captain Doctor Green Iron Lady Magnetic Mister Ultra',
  heroSuffix: 'I II III IX Kid XI',
  power: 'Empathy Flight Invisibility Invulnerability Levitation Magnetism Speed Telepathy Vision',
  creature: 'bears dragons eagles foxes giants knights lions otters rams sharks tigers wolves',
  sport: 'badminton baseball basketball cricket football hockey rugby tennis volleyball',
  collegePrefix: 'Eastern Northern Southern The Western',
  collegeSuffix: 'Academy College Institute University',
  school: 'Elm Grove Harbour Hill Lake Maple Oak Ridge River Spring',
  subject: 'Biology Chemistry Economics Engineering History Law Linguistics Mathematics Music',
  degree: 'Bachelor Diploma Doctor Master',
} as const;

/** The name of a list. */
export type WordList = keyof typeof words;

/** Lines of plays: the first words, so that nobody has to read a speech in a log. */
export const quotes = {
  hamlet: [
    'To be, or not to be',
    'The rest is silence',
    'Brevity is the soul of wit',
    "The play's the thing",
  ],
  asYouLikeIt: ["All the world's a stage", 'For ever and a day', 'Sweet are the uses of adversity'],
  richard: ['Now is the winter of our discontent', 'A horse! a horse! my kingdom for a horse!'],
  romeo: ['What is in a name?', 'Parting is such sweet sorrow', 'Wisely and slow'],
  norris: [
    'Chuck Norris acknowledges packets before they are sent.',
    'Chuck Norris closes WebSockets without a closing handshake.',
    'A server that meets Chuck Norris answers 418.',
  ],
} as const;
