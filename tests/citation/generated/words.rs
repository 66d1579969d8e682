//! The names and words of which generated works are made.

/// Numbers without order, the same in every run (Marsaglia's xorshift).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    pub(super) fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.roll(list.len())]
    }
}

pub(super) const SURNAMES: &[&str] = &[
    "Adams",
    "Becker",
    "Carr",
    "Dupont",
    "Eriksson",
    "Fischer",
    "García",
    "Hobsbawm",
    "Ivanov",
    "Jäger",
    "Kowalski",
    "Lefebvre",
    "Müller",
    "Novák",
    "O'Brien",
    "Pérez",
    "Quinn",
    "Rossi",
    "Smith",
    "Thompson",
    "Ueda",
    "Vogel",
    "de Vries",
    "Wójcik",
    "Young",
    "Zweig",
    "Braun",
    "Mann",
    "Hill",
    "van den Berg",
];
pub(super) const GIVEN: &[&str] =
    &["Anna", "E. H.", "John", "Maria", "Peter", "Ruth", "Karl", "Sophie", "J. Martin", "Édouard", "Lazar", "Nikolaus"];
pub(super) const ADJECTIVES: &[&str] = &[
    "Red", "Great", "Modern", "Rural", "Hidden", "Late", "Early", "Popular", "Imperial", "Social", "Lost", "Common", "Urban", "Radical",
    "Silent", "Public",
];
pub(super) const NOUNS: &[&str] = &[
    "Republic",
    "Village",
    "Labour",
    "Justice",
    "Memory",
    "Empire",
    "Prison",
    "Congress",
    "Solidarity",
    "Famine",
    "Harvest",
    "Railway",
    "Parliament",
    "Strike",
    "Frontier",
    "Archive",
    "Province",
    "Market",
    "Rebellion",
    "Custom",
    "Factory",
    "Harbour",
    "Kingdom",
    "League",
];
pub(super) const GERMAN: &[&str] = &[
    "Arbeit",
    "Gesellschaft",
    "Herrschaft",
    "Gewalt",
    "Hoffnung",
    "Wandel",
    "Erinnerung",
    "Verwaltung",
    "Landschaft",
    "Bewegung",
    "Verfassung",
    "Wirtschaft",
    "Bauern",
    "Stadt",
    "Krieg",
    "Hunger",
];
pub(super) const PLACES: &[&str] = &["London", "Berlin", "New York", "Paris", "Leiden", "Frankfurt am Main"];
pub(super) const HOUSES: &[&str] = &["Macmillan", "Cambridge University Press", "Penguin", "Brill", "Suhrkamp", "Oxford University Press"];
pub(super) const JOURNALS: &[&str] = &["Past and Present", "Journal of Social History", "Studi Storici", "Labour History Review"];
pub(super) const REMARKS: &[&str] = &[
    "The figures differ from one account to the next.",
    "This was doubted even then.",
    "Nothing more is known of him.",
    "Both spellings occur.",
];

pub(super) const ITALIAN: &[&str] =
    &["Stato", "Popolo", "Lavoro", "Memoria", "Impero", "Sciopero", "Mercato", "Giustizia", "Frontiera", "Provincia", "Partito", "Terra"];
pub(super) const SPANISH: &[&str] =
    &["Estado", "Pueblo", "Trabajo", "Memoria", "Imperio", "Huelga", "Mercado", "Justicia", "Frontera", "Provincia", "Partido", "Tierra"];
pub(super) const RUSSIAN: &[&str] =
    &["Деревня", "Рынок", "Забастовка", "Память", "Империя", "Тюрьма", "Граница", "Партия", "Голод", "Завод", "Суд", "Комитет"];
pub(super) const RUSSIAN_SURNAMES: &[&str] = &[
    "Иванов",
    "Петрова",
    "Соколов",
    "Морозова",
    "Волков",
    "Лебедев",
    "Козлов",
    "Новикова",
    "Фёдоров",
    "Зайцева",
    "Павлов",
    "Семёнов",
    "Голубев",
    "Виноградов",
    "Богданова",
    "Тарасов",
    "Белов",
    "Комаров",
    "Орлова",
    "Киселёв",
];
pub(super) const RUSSIAN_INITIALS: &[&str] = &["А. В.", "Н. И.", "П. С.", "М. А.", "И. И.", "Е.", "Л. Д."];
pub(super) const RUSSIAN_PLACES: &[&str] = &["М.", "Л.", "СПб.", "Киев", "Минск"];
pub(super) const RUSSIAN_HOUSES: &[&str] = &["Наука", "Мысль", "Политиздат", "Прогресс"];
pub(super) const RUSSIAN_JOURNALS: &[&str] = &["Вопросы истории", "Отечественная история", "Новый мир"];
pub(super) const RUSSIAN_REMARKS: &[&str] = &["Число это вызывает сомнения.", "Больше о нём ничего не известно."];
