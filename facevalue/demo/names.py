"""What people are called where the demo's people live, in Latin letters. Composed, so no name belongs to anyone we know."""

from random import Random
from typing import NamedTuple

Words = tuple[str, ...]


class Culture(NamedTuple):
    """A name is one word or phrase from each column of `women` or `men`, in this order; `scarves` is the share of women who
    cover their hair."""

    women: tuple[Words, ...]
    men: tuple[Words, ...]
    scarves: float = 0.0


def _words(text: str) -> Words:
    """Words of a list; an underscore stands for a space within one."""
    return tuple(word.replace("_", " ") for word in text.split())


def compose(culture: Culture, rng: Random, *, woman: bool) -> str:
    """A name of that culture."""
    return " ".join(rng.choice(column) for column in (culture.women if woman else culture.men))


_JAVANESE_FIRST = _words("""
    Ayu Dewi Putri Sri Rina Wulan Intan Ratna Siti Dian Citra Maya Fitri Nisa Indah Lestari Sekar Retno Endah Tika Yanti Mega
    Laras Kartika Ratih Galuh Anggun Tri Dwi Eka Nurul Rahma Aisyah Nabila Salsa Kirana Niken Wening Cahya Puspita""")
_JAVANESE_SECOND = _words("""
    Lestari Wulandari Rahayu Anggraini Puspitasari Handayani Kusuma Permatasari Susanti Maharani Utami Wijayanti Setyowati
    Ningsih Safitri Novitasari Pratiwi Oktaviani Widyaningrum Kurniasih Hapsari Larasati Purnamasari Febrianti Hidayati
    Astuti Kinasih Damayanti Melati Saraswati Nugraheni Fitriani Ramadhani Amalia Azzahra Wardani""")
_JAVANESE_MEN = _words("""
    Budi Agus Joko Bayu Dimas Arif Eko Hendra Yoga Rizki Wahyu Bagas Adi Galih Rangga Fajar Tegar Surya Ilham Aditya Yusuf
    Teguh Slamet Bambang Dwi Tri Gilang Reza Ferry Krisna Satria Panji Danang Irfan Andika Rama Guntur Haryo""")
_JAVANESE_MEN_SECOND = _words("""
    Santoso Prasetyo Wijaya Nugroho Saputra Hidayat Setiawan Kurniawan Pratama Susilo Hartono Wibowo Purnomo Firmansyah
    Gunawan Suryadi Ramadhan Permana Utomo Cahyono Maulana Handoko Prabowo Sutrisno Iskandar Budiman Yulianto Wicaksono
    Hermawan Kusumo Laksono Raharjo Syahputra Mahendra Adiputra Widodo""")
JAVANESE = Culture((_JAVANESE_FIRST, _JAVANESE_SECOND), (_JAVANESE_MEN, _JAVANESE_MEN_SECOND), 0.35)

_SUNDANESE_WOMEN = _words("""
    Neng Euis Teti Nenden Rini Lilis Yayah Imas Cucu Elis Entin Yuyun Nia Rani Santi Tuti Wiwin Yani Ika Kokom Mimin Popi
    Resti Sari Tita Vina Wina Yeni Ami Desi Gina Hani""")
_SUNDANESE_MEN = _words("""
    Asep Dadang Ujang Cecep Dede Iwan Yayan Deden Encep Jajang Kiki Maman Nandang Oding Rudi Tatang Usep Wawan Yana Aep
    Cahya Endang Gugun Hendi Iman Jaja Kosim Lukman Opik Rian Soni Tedi""")
_SUNDANESE_LAST = _words("""
    Suryana Hermawan Sukmana Permana Rustandi Supriatna Gumilar Kusnadi Nurdin Rohmat Sudrajat Mulyana Rosmana Somantri
    Wiguna Sopandi Ruhiyat Herdiana Suherman Kartiwa Nugraha Komara Setiadi Rukmana Solihin Taryana Hendarsah Garnida""")
SUNDANESE = Culture((_SUNDANESE_WOMEN, _SUNDANESE_LAST), (_SUNDANESE_MEN, _SUNDANESE_LAST), 0.45)

_BATAK_WOMEN = _words("""
    Tiur Rotua Melva Duma Lasma Risma Herlina Sondang Rosita Debora Ester Maria Ruth Novita Yohana Anita Christine Elisabet
    Friska Grace Hotma Junita Lestaria Marlina Nurhaida Priska Roma Sarma Tiurma Veronika""")
_BATAK_MEN = _words("""
    Togar Parlindungan Maruli Binsar Poltak Monang Sahat Tigor Horas Jonathan Daniel Samuel Andreas Bonar Charles David
    Edison Ferdinand Gunung Hotman Jimmy Kevin Luhut Martin Natal Oloan Patar Ramses Sabar Theo""")
_BATAK_LAST = _words("""
    Siregar Nasution Simanjuntak Hutagalung Sitompul Panjaitan Lubis Harahap Silalahi Manurung Sinaga Pasaribu Tobing
    Situmorang Nainggolan Hutapea Siahaan Marpaung Simatupang Aritonang Ginting Sembiring Tarigan Purba""")
BATAK = Culture((_BATAK_WOMEN, _BATAK_LAST), (_BATAK_MEN, _BATAK_LAST))

_THAI_WOMEN = _words("""
    Mali Ploy Nok Suda Kanya Pim Fah Dao Anong Chanida Duangjai Jiraporn Kamon Lalita Malee Naree Orathai Panida Ratree
    Siriporn Tida Urai Wanida Yuphin Achara Busaba Chalita Darika Fern Ging Hathai Jintana Kesinee Ladda Mayuree Nattaya
    Pensri Rungnapa Sunisa Thidarat""")
_THAI_MEN = _words("""
    Somchai Anan Boonmee Chai Decha Ekachai Jakkrit Kiet Lek Manop Narong Ong-art Prasert Rangsan Sakchai Tawan Udom Wichai
    Yod Arthit Banyat Chatchai Damrong Itthi Kittipong Monthon Nattapong Pakorn Rachan Suriya Thanakorn Virote Worawut
    Phanuwat Krit Pichit Somsak Teerapat""")
_THAI_LAST = _words("""
    Srisuk Wongsawat Chaiyasit Suwannarat Boonyarat Thongchai Saetang Rattanakul Phromma Kaewmanee Intharasuk Jaidee
    Khamwan Limpanich Meesuk Nakpradit Onsri Panyarachun Ruangrit Saelim Tangsuk Udomsak Vichitra Wattanakul Yodrak
    Amornsin Bunnag Charoenrat Duangdee Kittiwong Lertpanya Mongkol Namthip Phongphan Sombun Thepharat Sukhothai Yimyam
    Chomphu Prasomsap""")
THAI = Culture((_THAI_WOMEN, _THAI_LAST), (_THAI_MEN, _THAI_LAST))

_VIETNAMESE_LAST = _words("""
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Mai Lương Nguyễn Trần Lê""")
_VIETNAMESE_WOMEN = _words("""
    Linh Hương Lan Mai Thảo Trang Hà Ngọc Phương Yến Thu Hạnh Nhung Vy Quỳnh My Chi Anh Giang Hiền Khánh Loan Ngân Oanh
    Thủy Tuyết Uyên Vân Xuân Châu Diệp Hoa Nga Như Trâm""")
_VIETNAMESE_MEN = _words("""
    Minh Hùng Dũng Nam Quân Tuấn Phong Sơn Long Hải Bình Cường Duy Đức Giang Hiếu Khang Khoa Lâm Lộc Nghĩa Phúc Quang
    Tài Thành Thịnh Tiến Trung Việt Vinh An Bách Đạt Huy Toàn""")
VIETNAMESE = Culture(
    (_VIETNAMESE_LAST, _words("Thị Thị Ngọc Thu Minh Thanh Hồng Mỹ Bích Kim Khánh Diệu Phương Quỳnh"), _VIETNAMESE_WOMEN),
    (_VIETNAMESE_LAST, _words("Văn Văn Minh Đức Hữu Quang Quốc Thanh Công Xuân Gia Anh Tuấn Hoàng"), _VIETNAMESE_MEN),
)

_FILIPINO_WOMEN = _words("""
    Maria Tala Luz Rosario Jasmine Angelica Kristine Divina Marisol Carmela Lorna Grace Rowena Imelda Cherry Aileen Bea
    Camille Dalisay Elena Faith Gemma Hazel Isabel Joy Katrina Ligaya Mayumi Nenita Perla Rizza Sheila Trisha Vilma Amihan
    Bituin Liwayway""")
_FILIPINO_MEN = _words("""
    Jose Jomar Rizal Dante Ramon Emilio Paolo Miguel Carlo Arnel Benjie Crisanto Dennis Edgar Ferdie Gerald Harold Ian
    Jericho Kenneth Lito Marvin Noel Oscar Patrick Rodel Santino Teodoro Vicente Wilfredo Bayani Makisig Andres Efren""")
_FILIPINO_LAST = _words("""
    Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Torres Castillo Flores Villanueva Ramos Aquino Navarro Salazar Mercado
    Dela_Cruz Domingo Pascual Magsaysay Macaraeg Dimaguiba Panganiban Catacutan Manalo Dizon Gatdula Lacson Magbanua Abad
    Batungbakal Katigbak Macapagal Soriano Tolentino Valdez Yulo Dimalanta""")
FILIPINO = Culture((_FILIPINO_WOMEN, _FILIPINO_LAST), (_FILIPINO_MEN, _FILIPINO_LAST))

_MALAY_FATHERS = _words("""
    Ahmad Ismail Abdullah Rahman Yusof Hassan Ibrahim Osman Karim Zainal Salleh Omar Hamid Razak Bakar Daud Jamal Kassim
    Latif Mansor Nordin Rashid Sulaiman Taib Yahya Zakaria Halim Musa Aziz Roslan""")
_MALAY_WOMEN = _words("""
    Nur_Aisyah Siti_Hajar Nurul_Huda Aina Balqis Farah Hidayah Izzati Khadijah Liyana Maisarah Nadia Puteri Qistina Rabiah
    Sofea Syafiqah Umairah Wardah Yasmin Zulaikha Alya Dahlia Fatin Hanis Intan Melur Najwa Suraya Amira""")
_MALAY_MEN = _words("""
    Muhammad_Hafiz Rizal Amirul Azlan Danish Faizal Hakim Ikmal Khairul Luqman Megat Nazri Rafiq Shahrul Syafiq Taufik
    Wan_Azmi Yazid Zikri Adib Firdaus Haris Imran Johan Kamarul Zulfikri""")
MALAY = Culture(
    (_MALAY_WOMEN, tuple(f"binti {father}" for father in _MALAY_FATHERS)),
    (_MALAY_MEN, tuple(f"bin {father}" for father in _MALAY_FATHERS)),
    scarves=0.6,
)

_HOKKIEN_LAST = _words(
    "Tan Lim Lee Ong Wong Chan Ng Goh Teoh Khoo Yeoh Cheah Chong Low Ooi Tay Chin Foo Koh Loh Saw Tey Yap Heng"
)
MALAYSIAN_CHINESE = Culture(
    (
        _HOKKIEN_LAST,
        _words("Mei Siew Hui Li Xin Jia Pei Ai Bee Chia Shu Sze Wan Yee Yi Hooi"),
        _words("Ling Yen Fen Lin Ying Hua Ting Qi Wen Chin Yan Shan Ping Ee Hui Jing"),
    ),
    (
        _HOKKIEN_LAST,
        _words("Wei Jun Kah Chee Boon Zhi Kok Eng Hock Jia Ming Teck Wai Yong Han Seng"),
        _words("Jie Hao Kit Leong Keat Hong Xian Ming Kiat Sheng Yang Loon Kuan Huat Wen Liang"),
    ),
)
_TAMIL_FATHERS = _words("""
    Subramaniam Krishnan Muthusamy Raju Balan Govindasamy Maniam Nadarajan Perumal Ramasamy Selvam Thangaraj Velu Arumugam
    Chandran Doraisamy Kumaran Letchumanan Palaniappan Sivalingam""")
MALAYSIAN_INDIAN = Culture(
    (
        _words("Priya Kavitha Anjali Deepa Geetha Indra Jeeva Kamala Lavanya Meena Nisha Pavithra Revathi Shanti Thulasi Uma"),
        tuple(f"a/p {father}" for father in _TAMIL_FATHERS),
    ),
    (
        _words("Arjun Bala Dinesh Ganesh Hari Jegan Kumar Logan Mohan Naveen Prakash Ravi Sathish Thiru Vikram Yogesh"),
        tuple(f"a/l {father}" for father in _TAMIL_FATHERS),
    ),
)

_YORUBA_LAST = _words("""
    Adeyemi Adebayo Ogunleye Balogun Afolabi Oladipo Akinwale Fashola Olatunji Adegoke Bankole Ajayi Oyelaran Alabi Odukoya
    Olawale Akande Adeleke Ogunbiyi Sowande Adesina Okunola Ilesanmi Ayodele Bamidele Faleye Olaniyan Oyebanji Adewale
    Akinyemi Makinde Oyinlola Shonibare Ekundayo""")
YORUBA = Culture(
    (
        _words("""
        Temitope Folake Adunni Yewande Bukola Simisola Titilayo Morenike Abimbola Omolara Ayomide Damilola Funmilayo Iyabo
        Kehinde Modupe Ronke Sade Taiwo Yetunde Bisi Dupe Eniola Fisayo Ireti Jumoke Lola Moyo Oluwaseun Wuraola"""),
        _YORUBA_LAST,
    ),
    (
        _words("""
        Babatunde Tunde Segun Femi Kunle Wale Dele Gbenga Rotimi Sola Tayo Yinka Ademola Ayo Bode Dapo Idowu Jide Kayode
        Lanre Muyiwa Niyi Oluwole Remi Seyi Tobi Folarin Akin"""),
        _YORUBA_LAST,
    ),
)
_IGBO_LAST = _words("""
    Okafor Eze Nwosu Okonkwo Obi Nnamdi Uche Igwe Onyeka Chukwu Nwachukwu Ibe Anyanwu Okoro Udeh Mbah Azikiwe Ekwueme
    Iweala Madu Nwankwo Obiora Onwudiwe Umeh Agu Ikenna Nnaji Okeke Opara Ugwu Ezeudu Anozie""")
IGBO = Culture(
    (
        _words("""
        Amara Ngozi Chioma Adaeze Ifeoma Nkechi Obioma Uchenna Chiamaka Ebele Ginika Ijeoma Kosisochukwu Nneka Ogechi
        Somtochukwu Ugonna Zikora Adanna Chinyere Ezinne Ifunanya Kambili Lotanna Munachi Nwando Olaedo Amarachi"""),
        _IGBO_LAST,
    ),
    (
        _words("""
        Chidi Emeka Obinna Ikenna Nnamdi Uzoma Kelechi Chukwuemeka Okechukwu Ebuka Ifeanyi Jideofor Kenechukwu Lotachukwu
        Nonso Onyekachi Somadina Tobenna Ugochukwu Zubby Azubuike Chibuzor Dubem Ekene Izuchukwu Arinze"""),
        _IGBO_LAST,
    ),
)
_HAUSA_LAST = _words("""
    Bello Sani Abubakar Musa Danjuma Garba Ibrahim Lawal Mohammed Shehu Umar Yusuf Aliyu Dantata Gambo Idris Jibril Kabir
    Maikano Nuhu Rabiu Suleiman Tanko Wada Zubairu Yakubu""")
HAUSA = Culture(
    (
        _words("""
        Aisha Hauwa Zainab Fatima Amina Halima Hadiza Maryam Rakiya Safiya Asabe Binta Kande Ladi Nafisa Rahila Sa'adatu
        Talatu Umma Zulai Jamila Bilkisu"""),
        _HAUSA_LAST,
    ),
    (
        _words("""
        Musa Sani Ibrahim Yusuf Abdullahi Bashir Faruk Haruna Isa Kabiru Mansur Nasiru Salisu Tijjani Usman Zakari Auwal
        Bala Dauda Habu Jamilu Nura"""),
        _HAUSA_LAST,
    ),
    scarves=0.6,
)
_ENGLISH_WOMEN = _words("""
    Mercy Faith Joy Grace Esther Ruth Naomi Purity Brenda Sharon Lilian Winnie Irene Beatrice Caroline Diana Eunice Gladys
    Hellen Janet Lucy Margaret Nancy Peris Rose Stella Tabitha Vivian Yvonne Abigail""")
_ENGLISH_MEN = _words("""
    Brian Kevin Dennis Peter John Samuel Daniel David Victor Collins Evans Felix George Isaac James Joseph Kennedy Martin
    Moses Nicholas Patrick Robert Simon Stephen Titus Anthony Charles Duncan Elijah Gideon""")
_KIKUYU_LAST = _words("""
    Kamau Mwangi Njoroge Kariuki Maina Kimani Karanja Gitau Ndung'u Wainaina Macharia Githinji Waweru Mbugua Kinyanjui
    Muchiri Nderitu Thuo""")
KIKUYU = Culture(
    (
        _ENGLISH_WOMEN,
        _words("Wanjiku Wambui Njeri Wanjiru Nyambura Wairimu Waithera Muthoni Wangari Nyokabi Wangui Njoki Gathoni"),
        _KIKUYU_LAST,
    ),
    (_ENGLISH_MEN, _KIKUYU_LAST),
)
_LUO_LAST = _words("Otieno Ochieng Odhiambo Omondi Owino Onyango Ouma Okoth Oduor Opiyo Okello Awiti Ogola Were Obura Nyong'o")
LUO = Culture(
    (_ENGLISH_WOMEN, _words("Achieng Akinyi Atieno Adhiambo Awuor Anyango Auma Apiyo Akoth Aoko Amondi Awino"), _LUO_LAST),
    (_ENGLISH_MEN, _LUO_LAST),
)
SWAHILI = Culture(
    (
        _words("Zuhura Mwanaisha Amani Zawadi Neema Saida Rehema Subira Salma Khadija Furaha Malaika Rukia Asha Mariam Bahati"),
        _words("Mwinyi Salim Omar Bakari Said Athumani Juma Mohamed Khamis Abdalla Hamisi Rashid Mzee Shariff Swaleh Mbarak"),
    ),
    (
        _words("Juma Hamisi Bakari Omari Khalid Rashid Salim Athman Baraka Faraji Jabali Idi Mwinyi Shabani Tarik Zuberi"),
        _words("Mwinyi Salim Omar Said Athumani Mohamed Khamis Abdalla Shariff Swaleh Mbarak Nassir Kombo Mwakio Charo Katana"),
    ),
    scarves=0.5,
)
_AKAN_LAST = _words("""
    Mensah Owusu Boateng Asante Osei Appiah Agyeman Amoah Ofori Antwi Darko Frimpong Gyamfi Acheampong Bonsu Danquah Sarpong
    Yeboah Addo Ampofo Baah Nyarko Opoku Quaye Tetteh Amponsah Oppong Kusi Adomako Donkor""")
AKAN = Culture(
    (
        _words("Ama Akosua Adwoa Abena Akua Yaa Afia Esi Efua Araba Aba Ekua"),
        _words("Serwaa Pokuaa Konadu Nyarkoa Asantewaa Birago Dufie Frema Animwaa Boatemaa Oforiwaa Agyeiwaa Gyamfua Sarpomaa"),
        _AKAN_LAST,
    ),
    (
        _words("Kofi Kwame Kwaku Yaw Kwabena Kwasi Kojo Ebo Kwesi Fiifi Kobina Paa"),
        _words("Nana Osei Yeboah Amoako Agyei Asare Boadi Duah Fosu Gyasi Manu Sarfo Antwi Nti"),
        _AKAN_LAST,
    ),
)
